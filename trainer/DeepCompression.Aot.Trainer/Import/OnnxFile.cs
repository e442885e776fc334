using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Reads an .onnx file and checks that it is one whose rules are known.</summary>
internal static class OnnxFile
{
    /// <summary>The first IR version in which operator sets have versions.</summary>
    public const int OldestIr = 3;

    /// <summary>The oldest operator set whose operators are understood.</summary>
    public const int OldestOperatorSet = 7;

    /// <summary>The newest one: a later one may change what an operator means.</summary>
    public const int NewestOperatorSet = 28;

    private const string StandardDomain = "ai.onnx";

    /// <summary>The model, its versions checked.</summary>
    /// <exception cref="ImportException">The file is missing, unreadable, too large, no ONNX model, or of a version that is not known.</exception>
    public static ModelProto Load(string path)
    {
        ModelProto model = Parse(path, ReadBytes(path));
        if (model.Graph is null || model.IrVersion <= 0)
        {
            throw new ImportException($"{path}: this is no ONNX model; it has no graph or no version");
        }

        if (model.IrVersion < OldestIr)
        {
            throw new ImportException($"{path}: IR version {model.IrVersion} is older than {OldestIr}; convert the model with a newer ONNX");
        }

        int operatorSet = OperatorSet(path, model);
        if (operatorSet is < OldestOperatorSet or > NewestOperatorSet)
        {
            throw new ImportException(
                $"{path}: operator set {operatorSet} is not read; convert the model to one from {OldestOperatorSet} to {NewestOperatorSet}");
        }

        return model;
    }

    /// <summary>The version of the standard operators that a model uses.</summary>
    public static int OperatorSet(string path, ModelProto model)
    {
        OperatorSetIdProto? standard = model.OpsetImport.FirstOrDefault(import => IsStandard(import.Domain));
        return standard is null
            ? throw new ImportException($"{path}: the model does not say which operator set it uses")
            : (int)Math.Clamp(standard.Version, 0, int.MaxValue);
    }

    /// <summary>The inputs of a graph that no tensor is stored for.</summary>
    public static IEnumerable<ValueInfoProto> Inputs(GraphProto graph)
    {
        HashSet<string> stored = [.. graph.Initializer.Select(tensor => tensor.Name)];
        return graph.Input.Where(input => !stored.Contains(input.Name));
    }

    /// <summary>Whether a domain is that of ONNX's own operators.</summary>
    public static bool IsStandard(string domain) => domain.Length == 0 || domain == StandardDomain;

    private static ModelProto Parse(string path, byte[] bytes)
    {
        try
        {
            // The parser steps out of the array where a length of nearly 2^31 makes its own sums overflow.
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or IndexOutOfRangeException or ArgumentException)
        {
            throw new ImportException($"{path}: this is no ONNX model, or it is damaged: {exception.Message}", exception);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > Array.MaxLength)
            {
                throw new ImportException($"{path}: the file has {stream.Length} bytes, more than any ONNX model; are its weights in a file of their own?");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImportException($"{path}: there is no such file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path}: the file cannot be read: {exception.Message}", exception);
        }
    }
}
