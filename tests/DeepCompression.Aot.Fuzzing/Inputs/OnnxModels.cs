using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Export;
using Google.Protobuf;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>The models that are mutated: golden networks as ONNX, some that are put together here, and ONNX's own operator tests where they are.</summary>
internal static class OnnxModels
{
    /// <summary>The models' bytes, in an order that is the same everywhere.</summary>
    public static byte[][] Load(IEnumerable<byte[]> artifacts) =>
    [
        .. artifacts.Select(artifact => OnnxExporter.Export(ArtifactReader.Read(artifact), "golden")),
        .. Own().Select(model => model.Model.ToByteArray()),
        .. NodeTests(),
    ];

    /// <summary>What golden networks do not show: shapes that are computed, constants that are spread, outputs of several values.</summary>
    private static IEnumerable<OnnxBuilder> Own()
    {
        yield return new OnnxBuilder().Input("x", 4).Floats("w", [4, 2], 1, 2, 3, 4, 5, 6, 7, 8).Node("MatMul", "x w", "m").Node("Relu", "m", "y").Output("y");
        yield return new OnnxBuilder().FixedInput("x", 1, 6).Integers("shape", 1, 2, 3)
            .Node("Reshape", "x shape", "r").Node("Transpose", "r", "t", OnnxBuilder.List("perm", 0, 2, 1)).Node("Shape", "t", "s").Node("ConstantOfShape", "s", "c").Node("Add", "t c", "y").Output("y");
        yield return new OnnxBuilder().FixedInput("x", 1, 3, 4).Integers("sizes", 2, 3, 4).Floats("one", [1], 1)
            .Node("Expand", "one sizes", "e").Node("Mul", "x e", "y").Output("y");
        yield return new OnnxBuilder().FixedInput("x", 1, 2, 4, 4).Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x pads", "p")
            .Node("MaxPool", "p", "y", OnnxBuilder.List("kernel_shape", 3, 3), OnnxBuilder.List("strides", 2, 2)).Output("y");
        yield return new OnnxBuilder().FixedInput("x", 1, 2, 4, 4).Floats("scales", [4], 1, 1, 2, 2)
            .Node("Resize", "x  scales", "y", OnnxBuilder.Text("mode", "linear")).Output("y");
        yield return new OnnxBuilder().FixedInput("x", 1, 6).Integers("repeats", 1, 3).Node("Tile", "x repeats", "t").Node("Split", "t", "a b", OnnxBuilder.Integer("axis", 1))
            .Node("Concat", "b a", "y", OnnxBuilder.Integer("axis", 1)).Output("y");
        yield return new OnnxBuilder().FixedInput("x", 1, 6).Integers("start", 0).Integers("end", 6).Integers("step", 1)
            .Node("Range", "start end step", "i").Node("Gather", "x i", "y", OnnxBuilder.Integer("axis", 1)).Output("y");
    }

    private static IEnumerable<byte[]> NodeTests()
    {
        string folder = Path.Combine(Repository.Data, "onnx-node-tests");
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "model.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
    }
}
