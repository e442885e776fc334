using DeepCompression.Aot.Format;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Verification.Generating;
using DeepCompression.Aot.Verification.Peer;

namespace DeepCompression.Aot.Verification.Comparing;

/// <summary>A model, as an artifact and as the code that is generated for it.</summary>
/// <param name="Path">The file it comes from.</param>
/// <param name="Artifact">The artifact; of an ONNX model, without loss.</param>
/// <param name="InputNumbers">For each input of the network, which of the model's it is.</param>
/// <param name="Generated">The code.</param>
internal sealed record VerifiedModel(string Path, Artifact Artifact, int[] InputNumbers, GeneratedModel Generated)
{
    private const string Folders = "test_data_set_*";

    /// <summary>Imports or reads the model, and compiles the code generated for it.</summary>
    /// <param name="path">An ONNX model or an artifact.</param>
    /// <param name="dimensions">Sizes of dimensions that an ONNX model only names.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ImportException">The model cannot be imported.</exception>
    /// <exception cref="ArtifactFileException">The artifact cannot be read.</exception>
    /// <exception cref="GenerationException">No code can be generated for it.</exception>
    public static VerifiedModel Load(string path, IReadOnlyDictionary<string, int> dimensions, CancellationToken cancellation)
    {
        if (IsArtifact(path))
        {
            Artifact artifact = ArtifactFile.Load(path);
            return new VerifiedModel(path, artifact, [.. Enumerable.Range(0, artifact.Graph.Inputs.Length)], Compile(File.ReadAllBytes(path), cancellation));
        }

        ImportedNetwork network = GraphImporter.Import(path, new ImportOptions { Dimensions = dimensions });
        byte[] bytes = DataFreeCompression.Run(network, new CompressionSettings { Keep = new(true) }, System.IO.Path.GetFileName(path), _ => { }, cancellation);
        string[] names = [.. OnnxFile.Inputs(OnnxFile.Load(path).Graph).Select(input => input.Name)];
        return new VerifiedModel(
            path, ArtifactReader.Read(bytes), [.. network.InputNames.Select(name => Array.IndexOf(names, name))], Compile(bytes, cancellation));
    }

    /// <summary>The folders of recorded tensors beside the model, in order.</summary>
    public IReadOnlyList<string> RecordedFolders()
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return [.. Directory.GetDirectories(folder, Folders).Order(StringComparer.Ordinal)];
    }

    /// <summary>The same model in ONNX Runtime: the model's own file, or what the artifact decodes to.</summary>
    /// <param name="api">ONNX Runtime.</param>
    /// <param name="dimensions">Sizes of dimensions that an ONNX model only names.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses it.</exception>
    public OnnxPeer OpenPeer(OnnxApi api, IReadOnlyDictionary<string, int> dimensions) =>
        IsArtifact(Path) ? OnnxPeer.Of(api, Artifact) : OnnxPeer.Load(api, Path, dimensions);

    /// <summary>Compares every output with what was recorded.</summary>
    /// <param name="folder">A folder with input_0.pb, output_0.pb and so on.</param>
    /// <exception cref="ImportException">The folder does not hold what the network needs.</exception>
    public IEnumerable<TensorError> Compare(string folder) =>
        Compare(folder, RecordedInputs(folder), [.. RecordedTensors.Read(folder, "output").Select(tensor => tensor.Numbers)]);

    /// <summary>Compares every output with what ONNX Runtime computes from recorded inputs.</summary>
    /// <param name="folder">A folder with input_0.pb and so on.</param>
    /// <param name="peer">The model in ONNX Runtime.</param>
    /// <exception cref="ImportException">The folder does not hold what the network needs.</exception>
    public IEnumerable<TensorError> Compare(string folder, OnnxPeer peer)
    {
        float[][] inputs = RecordedInputs(folder);
        Require(folder, inputs.Length == peer.InputCount, $"has {inputs.Length} inputs, and the model takes {peer.InputCount}");
        return Compare(folder, inputs, peer.Run(inputs));
    }

    /// <summary>Compares every output with what is expected.</summary>
    /// <param name="source">Where inputs and outputs come from.</param>
    /// <param name="inputs">All inputs of the model.</param>
    /// <param name="expected">Its outputs.</param>
    /// <exception cref="ImportException">They are not what the network takes and computes.</exception>
    public IEnumerable<TensorError> Compare(string source, float[][] inputs, float[][] expected)
    {
        Graph graph = Artifact.Graph;
        Require(source, expected.Length == graph.Outputs.Length, $"has {expected.Length} outputs, and the network computes {graph.Outputs.Length}");
        float[][] values = [.. InputNumbers.Select(number => inputs[number])];
        for (int i = 0; i < values.Length; i++)
        {
            Require(source, values[i].Length == graph.Inputs[i].ElementCount, $"has an input of {values[i].Length} elements, and the network takes {graph.Inputs[i]}");
        }

        int[] lengths = [.. graph.Outputs.Select(output => (int)Artifact.ValueShapes[output].ElementCount)];
        float[][] outputs = Generated.Run(values, lengths);
        return expected.Select((numbers, i) =>
        {
            Require(source, numbers.Length == lengths[i], $"has an output of {numbers.Length} elements, and the network computes {lengths[i]}");
            return TensorError.Of(System.IO.Path.GetFileName(source), i, numbers, outputs[i]);
        });
    }

    private float[][] RecordedInputs(string folder)
    {
        ConstantTensor[] inputs = RecordedTensors.Read(folder, "input");
        Require(folder, Array.TrueForAll(InputNumbers, number => number < inputs.Length), $"has {inputs.Length} inputs, and the network takes {InputNumbers.Length}");
        return [.. inputs.Select(input => input.Numbers)];
    }

    private static bool IsArtifact(string path) => path.EndsWith(Artifact.Extension, StringComparison.OrdinalIgnoreCase);

    private static GeneratedModel Compile(byte[] bytes, CancellationToken cancellation) => GeneratedModels.Of([bytes], cancellation: cancellation)[0];

    private static void Require(string source, bool condition, string problem)
    {
        if (!condition)
        {
            throw new ImportException($"{source}: the data set {problem}");
        }
    }
}
