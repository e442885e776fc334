using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>The tensors that come with a model: <c>test_data_set_0/input_0.pb</c> and so on.</summary>
internal static class RecordedTensors
{
    /// <summary>The tensors of one kind, in order.</summary>
    /// <param name="folder">A data set.</param>
    /// <param name="kind"><c>input</c> or <c>output</c>.</param>
    public static ConstantTensor[] Read(string folder, string kind) =>
    [
        .. Enumerable.Range(0, int.MaxValue)
            .Select(number => Path.Combine(folder, $"{kind}_{number}.pb"))
            .TakeWhile(File.Exists)
            .Select(path => new TensorDecoder(path, new ExternalData(path)).Decode(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)))),
    ];
}
