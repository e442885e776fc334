using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Trainer.Tests.Data;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Weights in files of their own, which must lie in the model's folder.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private static readonly byte[] OneAndTwo = [0xFF, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_are_read_from_a_file_beside_the_model()
    {
        Directory.CreateDirectory(_folder.File("data"));
        _folder.Write("data/weights.bin", OneAndTwo);

        float[] codebook = [.. Imported.Artifact(Model("data/weights.bin", "1", "8")).Tensors[0].ToDense()];

        Assert.Equal([1f, 2f], codebook);
    }

    [Theory]
    [InlineData("../weights.bin", "1", "8", "lies outside the model's folder")]
    [InlineData("data/../../weights.bin", "1", "8", "lies outside the model's folder")]
    [InlineData("/etc/hostname", "1", "8", "lies outside the model's folder")]
    [InlineData(".", "1", "8", "lies outside the model's folder")]
    [InlineData("", "1", "8", "lies outside the model's folder")]
    [InlineData("weights.bin\0.txt", "1", "8", "lies outside the model's folder")]
    [InlineData("file:///etc/hostname", "1", "8", "is not there")]
    [InlineData("~/weights.bin", "1", "8", "is not there")]
    [InlineData("missing.bin", "1", "8", "is not there")]
    [InlineData("weights.bin", "2", "8", "its data ends at byte 10 of 'weights.bin', which has 9")]
    [InlineData("weights.bin", "9223372036854775807", "8", "cut short")]
    [InlineData("weights.bin", "-1", "8", "its data file's offset '-1' is not a number")]
    [InlineData("weights.bin", "1", "4", "holds 4 bytes for it, but its shape needs 8")]
    public void A_file_elsewhere_or_too_short_is_refused(string location, string offset, string length, string problem)
    {
        _folder.Write("weights.bin", OneAndTwo);

        string message = Imported.Refusal(Model(location, offset, length));

        Assert.Contains("tensor 'w': ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_link_is_not_followed()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("weights.bin", OneAndTwo);
        File.CreateSymbolicLink(_folder.File("link.bin"), elsewhere.File("weights.bin"));
        Directory.CreateSymbolicLink(_folder.File("link"), elsewhere.Path);

        Assert.Contains("is a link or behind one", Imported.Refusal(Model("link.bin", "1", "8")), StringComparison.Ordinal);
        Assert.Contains("is a link or behind one", Imported.Refusal(Model("link/weights.bin", "1", "8")), StringComparison.Ordinal);
    }

    private string Model(string location, string offset, string length)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1).Node("MatMul", "x w", "y").Output("y");
        model.Model.Graph.Initializer.Add(new TensorProto
        {
            Name = "w",
            Dims = { 1, 2 },
            DataType = (int)DataType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData = { Entry("location", location), Entry("offset", offset), Entry("length", length) },
        });
        return model.Save(_folder);
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
