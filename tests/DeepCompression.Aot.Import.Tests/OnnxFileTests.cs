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
