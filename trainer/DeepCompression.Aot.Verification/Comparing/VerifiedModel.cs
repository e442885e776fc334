using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Verification.Comparing;

/// <summary>A model, as an artifact and as the code that is generated for it.</summary>
/// <param name="Path">The file it comes from.</param>
/// <param name="Artifact">The artifact; of an ONNX model, without loss.</param>
/// <param name="RecordedInputs">For each input of the network, which of the recorded ones it is.</param>
/// <param name="Generated">The code.</param>
internal sealed record VerifiedModel(string Path, Artifact Artifact, int[] RecordedInputs, GeneratedModel Generated)
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
        if (path.EndsWith(Artifact.Extension, StringComparison.OrdinalIgnoreCase))
        {
            Artifact artifact = ArtifactFile.Load(path);
            return new VerifiedModel(path, artifact, [.. Enumerable.Range(0, artifact.Graph.Inputs.Length)], Compile(File.ReadAllBytes(path), cancellation));
        }

        ImportedNetwork network = GraphImporter.Import(path, new ImportOptions { Dimensions = dimensions });
        byte[] bytes = DataFreeCompression.Run(network, new CompressionSettings { Keep = new(true) }, System.IO.Path.GetFileName(path), _ => { }, cancellation);
        GraphProto graph = OnnxFile.Load(path).Graph;
        HashSet<string> stored = [.. graph.Initializer.Select(tensor => tensor.Name)];
        string[] names = [.. graph.Input.Select(input => input.Name).Where(name => !stored.Contains(name))];
        return new VerifiedModel(
            path, ArtifactReader.Read(bytes), [.. network.InputNames.Select(name => Array.IndexOf(names, name))], Compile(bytes, cancellation));
    }

    /// <summary>The folders of recorded tensors beside the model, in order.</summary>
    public IReadOnlyList<string> RecordedFolders()
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return [.. Directory.GetDirectories(folder, Folders).Order(StringComparer.Ordinal)];
    }

    /// <summary>Compares every output with what was recorded.</summary>
    /// <param name="folder">A folder with input_0.pb, output_0.pb and so on.</param>
    /// <exception cref="ImportException">The folder does not hold what the network needs.</exception>
    public IEnumerable<TensorError> Compare(string folder)
    {
        ConstantTensor[] inputs = RecordedTensors.Read(folder, "input");
        ConstantTensor[] expected = RecordedTensors.Read(folder, "output");
        Graph graph = Artifact.Graph;
        Require(folder, Array.TrueForAll(RecordedInputs, number => number < inputs.Length), $"has {inputs.Length} inputs, and the network takes {RecordedInputs.Length}");
        Require(folder, expected.Length == graph.Outputs.Length, $"has {expected.Length} outputs, and the network computes {graph.Outputs.Length}");
        float[][] values = [.. RecordedInputs.Select(number => inputs[number].Numbers)];
        for (int i = 0; i < values.Length; i++)
        {
            Require(folder, values[i].Length == graph.Inputs[i].ElementCount, $"has an input of {values[i].Length} elements, and the network takes {graph.Inputs[i]}");
        }

        int[] lengths = [.. graph.Outputs.Select(output => (int)Artifact.ValueShapes[output].ElementCount)];
        float[][] outputs = Generated.Run(values, lengths);
        return expected.Select((tensor, i) =>
        {
            Require(folder, tensor.Length == lengths[i], $"has an output of {tensor.Length} elements, and the network computes {lengths[i]}");
            return TensorError.Of(System.IO.Path.GetFileName(folder), i, tensor.Numbers, outputs[i]);
        });
    }

    private static GeneratedModel Compile(byte[] bytes, CancellationToken cancellation) => GeneratedModels.Of([bytes], cancellation)[0];

    private static void Require(string folder, bool condition, string problem)
    {
        if (!condition)
        {
            throw new ImportException($"{folder}: the data set {problem}");
        }
    }
}
