using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Verification;

/// <summary>The tensors that come with a model: <c>test_data_set_0/input_0.pb</c> and so on.</summary>
internal static class RecordedTensors
{
    /// <summary>The tensors of one kind, in order.</summary>
    /// <param name="folder">A data set.</param>
    /// <param name="kind"><c>input</c> or <c>output</c>.</param>
    /// <exception cref="ImportException">A file cannot be read, or is no tensor of a type that is read.</exception>
    public static ConstantTensor[] Read(string folder, string kind) =>
    [
        .. Enumerable.Range(0, int.MaxValue)
            .Select(number => Path.Combine(folder, $"{kind}_{number}.pb"))
            .TakeWhile(File.Exists)
            .Select(Read),
    ];

    private static ConstantTensor Read(string path)
    {
        try
        {
            return new TensorDecoder(path, new ExternalData(path)).Decode(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or NodeException)
        {
            throw new ImportException($"{path}: this is no tensor that is read: {exception.Message}", exception);
        }
    }
}
