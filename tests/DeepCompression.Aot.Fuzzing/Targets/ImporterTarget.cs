using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Imports an ONNX model and stores what was imported without loss, as <c>deepc compress --keep</c> does.</summary>
internal sealed class ImporterTarget : FuzzTarget, IDisposable
{
    private static readonly CompressionSettings Exact = new() { Keep = new(true) };

    private readonly TemporaryFolder _folder = new();

    public override string Name => "importer";

    /// <summary>The numbers that import may make for each byte of a model, and besides, each of which storing them takes 256 bytes.</summary>
    public override Allowance Allowance => new(1 << 16, 16 << 20);

    public override bool IsOwnError(Exception exception) => exception is ImportException;

    public override long Run(byte[] input)
    {
        ImportedNetwork network = GraphImporter.Import(_folder.Write("model.onnx", input), ImportOptions.Default);
        var digest = new Digest();
        digest.Add(DataFreeCompression.Run(network, Exact, "model.onnx", _ => { }));
        return digest.Value;
    }

    public void Dispose() => _folder.Dispose();
}
