using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Benchmarks.OnnxRuntime;

/// <summary>A network in ONNX form, for a batch of a given size.</summary>
/// <param name="Bytes">The bytes of the .onnx file.</param>
/// <param name="InputName">The name of the only input.</param>
/// <param name="InputShape">Its shape, batch first.</param>
/// <param name="OutputName">The name of the only output.</param>
/// <param name="OutputShape">Its shape, batch first.</param>
internal sealed record OnnxModel(byte[] Bytes, string InputName, long[] InputShape, string OutputName, long[] OutputShape)
{
    /// <summary>The decoded weights in single precision, as <c>deepc export</c> writes them: the very numbers that ours has.</summary>
    public static OnnxModel Single(Artifact artifact, int batch) => Of(artifact, OnnxExporter.Export(artifact, "network"), batch);

    /// <summary>The same network in ONNX Runtime's 8-bit arithmetic, see <see cref="DynamicQuantisation"/>.</summary>
    public static OnnxModel Int8(Artifact artifact, int batch)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxExporter.Export(artifact, "network"));
        return Of(artifact, DynamicQuantisation.Rewrite(model), batch);
    }

    private static OnnxModel Of(Artifact artifact, byte[] bytes, int batch)
    {
        var names = new OnnxNames(artifact.Graph, artifact.Names);
        int output = artifact.Graph.Outputs[0];
        return new OnnxModel(
            bytes, names.Value(0), Batched(artifact.ValueShapes[0], batch), names.Value(output), Batched(artifact.ValueShapes[output], batch));
    }

    private static long[] Batched(TensorShape shape, int batch) => [batch, .. shape.Dimensions.Select(size => (long)size)];
}
