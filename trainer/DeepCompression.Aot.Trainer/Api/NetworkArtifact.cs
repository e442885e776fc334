using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Inference;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer;

/// <summary>
/// A compressed network: what a <c>.dcz</c> file holds, and a <c>CompressedModel</c> item of a project compiles. Immutable, and safe
/// for any number of threads.
/// </summary>
public sealed class NetworkArtifact
{
    private readonly Artifact _artifact;

    private NetworkArtifact(string name, Artifact artifact, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Bytes = bytes;
        _artifact = artifact;
        Report = ArtifactReport.Of(artifact, bytes.Length);
    }

    /// <summary>What the network is called in errors and in exported models: the file's name without its extension.</summary>
    public string Name { get; }

    /// <summary>The content of the file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Sizes, densities and entropies by layer and in all (Deep Compression, tables 2 and 3).</summary>
    public ArtifactReport Report { get; }

    /// <summary>The shape of each input without the batch: (784), or channels first, (1, 28, 28).</summary>
    public IReadOnlyList<IReadOnlyList<int>> InputShapes => [.. _artifact.Graph.Inputs.Select(shape => (int[])[.. shape.Dimensions])];

    /// <summary>The shape of each output without the batch.</summary>
    public IReadOnlyList<IReadOnlyList<int>> OutputShapes =>
        [.. _artifact.Graph.Outputs.Select(value => (int[])[.. _artifact.ValueShapes[value].Dimensions])];

    /// <summary>The name of each class of the first output; empty where the artifact names none.</summary>
    public IReadOnlyList<string> Labels => _artifact.InputContract is { } contract ? [.. contract.Labels] : [];

    /// <summary>How the network came about: data, recipe, seed, error, each as a key and a text, in the file's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Provenance =>
        [.. _artifact.Provenance.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))];

    /// <summary>Reads a file and checks every rule of the format; nothing in it is run.</summary>
    /// <param name="path">The <c>.dcz</c> file.</param>
    /// <exception cref="ArtifactFileException">The file is missing, unreadable or not an artifact that can be trusted.</exception>
    public static NetworkArtifact Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ArtifactFile.ReadBytes(path);
        return new NetworkArtifact(Path.GetFileNameWithoutExtension(path), ArtifactFile.Parse(path, bytes), bytes);
    }

    /// <summary>Writes the file, complete or not at all; the folder is made if need be.</summary>
    /// <exception cref="ArtifactFileException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArtifactFile.Save(path, Bytes.Span);
    }

    /// <summary>Runs the network, as decoded, on labelled samples. Raw bytes are normalised as the artifact says.</summary>
    /// <param name="samples">Samples of the input's shape with labels, such as the test images.</param>
    /// <param name="threads">Threads to run on; by default as many as the machine has processors.</param>
    /// <param name="cancellation">Asked between batches.</param>
    /// <returns>The class that the network gives each sample, and how many are wrong.</returns>
    /// <exception cref="NetworkException">The samples are not the network's, have no labels, or the network is no classifier.</exception>
    public EvaluationResult Evaluate(Dataset samples, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (!samples.HasLabels)
        {
            throw new NetworkException($"{samples.Name}: the samples have no labels; evaluation needs the class of each");
        }

        using var network = new DecodedNetwork(Name, _artifact, new ManagedEngine(threads));
        return network.Evaluate(samples, cancellation).Result;
    }

    /// <summary>Writes the decoded network as a dense ONNX model with a free batch dimension, and the input's contract as metadata.</summary>
    /// <param name="path">The <c>.onnx</c> file; written complete or not at all.</param>
    /// <exception cref="ExportException">ONNX cannot hold the network.</exception>
    /// <exception cref="ArtifactFileException">The file cannot be written.</exception>
    public void ExportOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArtifactFile.Save(path, OnnxExporter.Export(_artifact, Name));
    }

    /// <summary>What this library wrote itself.</summary>
    internal static NetworkArtifact Of(string name, byte[] bytes) => new(name, ArtifactReader.Read(bytes), bytes);
}
