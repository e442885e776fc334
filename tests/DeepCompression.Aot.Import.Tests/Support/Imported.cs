using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>Models on their way through import, the artifact and the reference interpreter.</summary>
internal static class Imported
{
    public static CompressionSettings Exact { get; } = new() { Keep = new(true) };

    /// <summary>The artifact of a model.</summary>
    public static Artifact Artifact(string path, CompressionSettings? settings = null, ImportOptions? options = null) =>
        ArtifactReader.Read(Bytes(path, settings, options));

    /// <summary>The bytes of the artifact of a model that is written only for it.</summary>
    public static byte[] Bytes(OnnxBuilder model)
    {
        using var folder = new TemporaryFolder();
        return Bytes(model.Save(folder), settings: null, options: null);
    }

    /// <summary>The artifact of a model that is written only for it.</summary>
    public static Artifact Artifact(OnnxBuilder model, CompressionSettings? settings = null, ImportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return Artifact(model.Save(folder), settings, options);
    }

    private static byte[] Bytes(string path, CompressionSettings? settings, ImportOptions? options)
    {
        ImportedNetwork network = GraphImporter.Import(path, options ?? ImportOptions.Default);
        return DataFreeCompression.Run(network, settings ?? Exact, Path.GetFileName(path), _ => { });
    }

    /// <summary>What the only output is for the inputs, by the reference interpreter.</summary>
    public static float[] Run(OnnxBuilder model, params float[][] inputs) => Assert.Single(new ReferenceInterpreter(Artifact(model)).Run(inputs));

    /// <summary>The message with which a model is refused.</summary>
    public static string Refusal(OnnxBuilder model, ImportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return Refusal(model.Save(folder), options);
    }

    /// <summary>The message with which a file is refused; it names the file and is one line.</summary>
    public static string Refusal(string path, ImportOptions? options = null)
    {
        string message = Assert.Throws<ImportException>(() => Artifact(path, options: options)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
