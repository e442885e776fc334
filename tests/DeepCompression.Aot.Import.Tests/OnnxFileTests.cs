using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Trainer.Tests.Data;
using Google.Protobuf;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Files that are missing, damaged, of other versions, or that store tensors in every way there is.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_not_there_or_no_model_is_named()
    {
        Assert.Contains("there is no such file", Imported.Refusal(_folder.File("none.onnx")), StringComparison.Ordinal);
        Assert.Contains("no ONNX model", Imported.Refusal(_folder.Write("text.onnx", "this is a text"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("no ONNX model", Imported.Refusal(_folder.Write("empty.onnx", [])), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_other_byte_and_every_other_length_is_imported_or_refused_in_words()
    {
        byte[] bytes = Small().Model.ToByteArray();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            ImportOrRefuse(damaged);
            ImportOrRefuse(bytes[..i]);
        }
    }

    [Theory]
    [InlineData(2, 13, "IR version 2 is older than 3")]
    [InlineData(8, 6, "operator set 6 is not read; convert the model to one from 7 to 28")]
    [InlineData(8, 29, "operator set 29 is not read")]
    public void Versions_whose_rules_are_not_known_are_refused(int ir, int operatorSet, string problem)
    {
        OnnxBuilder model = Small();
        model.Model.IrVersion = ir;
        model.Model.OpsetImport[0].Version = operatorSet;

        Assert.Contains(problem, Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_read_from_every_type_and_field()
    {
        TensorProto[] stored =
        [
            new() { DataType = (int)DataType.Float, FloatData = { 1.5f, -2 } },
            new() { DataType = (int)DataType.Float, RawData = ByteString.CopyFrom(0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0) },
            new() { DataType = (int)DataType.Float16, Int32Data = { 0x3E00, 0xC000 } },
            new() { DataType = (int)DataType.Float16, RawData = ByteString.CopyFrom(0, 0x3E, 0, 0xC0) },
            new() { DataType = (int)DataType.Bfloat16, RawData = ByteString.CopyFrom(0xC0, 0x3F, 0, 0xC0) },
            new() { DataType = (int)DataType.Double, DoubleData = { 1.5, -2 } },
        ];
        foreach (TensorProto weight in stored)
        {
            weight.Name = "w";
            weight.Dims.AddRange([1, 2]);
            OnnxBuilder model = new OnnxBuilder().Input("x", 1).Node("MatMul", "x w", "y").Output("y");
            model.Model.Graph.Initializer.Add(weight);

            Assert.Equal([3f, -4f], Imported.Run(model, [2]));
        }
    }

    [Theory]
    [InlineData(3, "it has 2 elements, but its shape needs 3")]
    [InlineData(-1, "a dimension of -1 is none")]
    [InlineData(1L << 40, "a dimension of 1099511627776 is none")]
    [InlineData(int.MaxValue, "more elements than fit into memory")]
    public void Data_that_does_not_fill_its_shape_is_refused_before_anything_is_allocated(long columns, string problem)
    {
        OnnxBuilder model = Small();
        model.Model.Graph.Initializer[0] = new TensorProto
        {
            Name = "w", Dims = { columns, columns == int.MaxValue ? 2 : 1 }, DataType = (int)DataType.Float, FloatData = { 1, 2 },
        };

        Assert.Contains("tensor 'w': ", Imported.Refusal(model), StringComparison.Ordinal);
        Assert.Contains(problem, Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_not_a_number_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1).Floats("w", [1, 2], 1, float.NaN).Node("MatMul", "x w", "y").Output("y");

        Assert.Contains("w.weight has a weight that is infinite or not a number", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nothing_computes_or_two_nodes_compute_is_refused()
    {
        Assert.Contains("reads 'z', which nothing before it computes", Imported.Refusal(new OnnxBuilder().Input("x", 1).Node("Relu", "z", "y").Output("y")), StringComparison.Ordinal);
        Assert.Contains("'y' is computed twice", Imported.Refusal(new OnnxBuilder().Input("x", 1).Node("Relu", "x", "y").Node("Relu", "x", "y").Output("y")), StringComparison.Ordinal);
        Assert.Contains("output 'z' is computed by no node", Imported.Refusal(new OnnxBuilder().Input("x", 1).Node("Relu", "x", "y").Output("z")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_makes_sums_overflow_is_refused_whatever_follows()
    {
        // A model's graph, the graph's input, of 2^31 − 1 bytes each.
        byte[] lengths = [0x08, 0x07, 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x5A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        for (int next = 0; next < 256; next++)
        {
            ImportOrRefuse([.. lengths[..8], (byte)next]);
            ImportOrRefuse([.. lengths, (byte)next, 0x0D]);
        }
    }

    [Fact]
    public void Names_do_not_break_messages_into_lines()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1).Node("Nothing", "x", "y").Output("y");
        model.Model.Graph.Node[0].Name = "first\nsecond\u001b[31m";

        Assert.Contains("'first second [31m'", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_that_a_small_model_repeats_into_gigabytes_are_refused_before_anything_is_allocated()
    {
        OnnxBuilder[] models =
        [
            new OnnxBuilder().Input("x", 1).Integers("sizes", 30_000, 30_000).Node("ConstantOfShape", "sizes", "c").Node("Add", "x c", "y").Output("y"),
            new OnnxBuilder().Input("x", 1).Integers("sizes", 30_000, 30_000).Floats("one", [1], 1).Node("Expand", "one sizes", "c").Node("Add", "x c", "y").Output("y"),
            new OnnxBuilder().Input("x", 1).Integers("start", 0).Integers("limit", 900_000_000).Integers("delta", 1).Node("Range", "start limit delta", "c").Node("Add", "x c", "y").Output("y"),
            new OnnxBuilder().Input("x", 1, 9, 9).Floats("w", [1, 1, 2, 2], 1, 2, 3, 4)
                .Node("Conv", "x w", "y", OnnxBuilder.List("dilations", 30_000, 30_000), OnnxBuilder.List("pads", 15_000, 15_000, 15_000, 15_000)).Output("y"),
        ];
        foreach (OnnxBuilder model in models)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("more than a model of this length can need", Imported.Refusal(model), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    [Fact]
    public void Shapes_that_cannot_be_are_refused_in_words()
    {
        AttributeProto axis = OnnxBuilder.Integer("axis", 1);
        (OnnxBuilder Model, string Problem)[] refused =
        [
            (new OnnxBuilder().FixedInput("x", 1, 4).FixedInput("z", 1, 4, 2).Node("Concat", "x z", "y", axis), "1×4 and 1×4×2 do not fit together along axis 1"),
            (new OnnxBuilder().FixedInput("x", 1, int.MaxValue).Node("Concat", "x x", "y", axis), "axis 1 would have a size of 4294967294"),
            (new OnnxBuilder().FixedInput("x", 1, 4).Node("Concat", "", "y", axis), "input 1 is missing"),
            (new OnnxBuilder(19).FixedInput("x", 1, 1, 4, 4).Node("AveragePool", "x", "y", OnnxBuilder.List("kernel_shape", 3, 3), OnnxBuilder.List("dilations", 2, 2)), "a window over 5 does not fit into 4"),
            (new OnnxBuilder().FixedInput("x", 1, 4).Integers("s", int.MaxValue, int.MaxValue, -1).Node("Reshape", "x s", "y"), "has more elements than fit into memory"),
            (new OnnxBuilder().FixedInput("x", 1, 65_536, 65_536).Node("Identity", "x", "y"), "a tensor would have more than 2147483647 elements"),
        ];
        Assert.All(refused, one => Assert.Contains(one.Problem, Imported.Refusal(one.Model.Output("y")), StringComparison.Ordinal));
    }

    private void ImportOrRefuse(byte[] bytes)
    {
        string path = _folder.Write("damaged.onnx", bytes);
        try
        {
            GraphImporter.Import(path, ImportOptions.Default);
        }
        catch (ImportException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        }
    }

    private static OnnxBuilder Small() =>
        new OnnxBuilder().Input("x", 1).Floats("w", [1, 2], 1, 2).Node("MatMul", "x w", "m").Node("Relu", "m", "y").Output("y");
}
