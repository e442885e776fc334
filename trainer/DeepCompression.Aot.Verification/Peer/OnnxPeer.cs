using DeepCompression.Aot.Format;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Verification.Peer;

/// <summary>A model in ONNX Runtime: the model's own file, or the dense export of an artifact.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private const int Threads = 1;

    private readonly OnnxSession _session;
    private readonly PeerInput[] _inputs;
    private readonly string[] _outputs;

    private OnnxPeer(OnnxSession session, PeerInput[] inputs, string[] outputs)
    {
        _session = session;
        _inputs = inputs;
        _outputs = outputs;
    }

    /// <summary>What it is, with its version.</summary>
    public string Name => $"ONNX Runtime {_session.Api.Version}";

    /// <summary>How many inputs the model has.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Loads a model's file.</summary>
    /// <param name="api">ONNX Runtime.</param>
    /// <param name="path">The .onnx file.</param>
    /// <param name="dimensions">Sizes of dimensions that it only names.</param>
    /// <exception cref="ImportException">The file cannot be read.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses it.</exception>
    public static OnnxPeer Load(OnnxApi api, string path, IReadOnlyDictionary<string, int> dimensions)
    {
        ModelProto model = OnnxFile.Load(path);
        var shapes = new InputShapes(path, dimensions);
        return new OnnxPeer(
            OnnxSession.Load(api, path, Threads),
            [.. OnnxFile.Inputs(model.Graph).Select(input => PeerInput.Of(input.Name, (DataType)input.Type.TensorType.ElemType, shapes.Of(input)))],
            [.. model.Graph.Output.Select(output => output.Name)]);
    }

    /// <summary>Loads the dense network that an artifact decodes to.</summary>
    /// <param name="api">ONNX Runtime.</param>
    /// <param name="artifact">The artifact.</param>
    /// <exception cref="ExportException">It does not fit into an ONNX file.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses it.</exception>
    public static OnnxPeer Of(OnnxApi api, Artifact artifact)
    {
        Graph graph = artifact.Graph;
        var names = new OnnxNames(graph, artifact.Names);
        return new OnnxPeer(
            OnnxSession.Of(api, OnnxExporter.Export(artifact, "network"), Threads),
            [.. graph.Inputs.Select((shape, i) => PeerInput.Of(names.Value(i), shape, artifact.InputContract?.Inputs[i]))],
            [.. graph.Outputs.Select(names.Value)]);
    }

    /// <summary>Draws all inputs.</summary>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="set">The number of the set of inputs.</param>
    public float[][] Draw(int seed, int set)
    {
        var random = SplitMix64.For((ulong)seed, (ulong)set);
        var inputs = new float[_inputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = _inputs[i].Draw(ref random);
        }

        return inputs;
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">The elements of each of its inputs.</param>
    /// <returns>The elements of each of its outputs.</returns>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot compute it.</exception>
    public float[][] Run(float[][] inputs) =>
        [.. _session.Run([.. _inputs.Select((input, i) => input.Tensor(inputs[i]))], _outputs).Select(TensorBytes.Numbers)];

    public void Dispose() => _session.Dispose();
}
