using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.OnnxRuntime;
using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Baselines;

/// <summary>Everything that ours is compared with for one network, as far as it is installed.</summary>
internal sealed class BaselineSet : IDisposable
{
    private readonly List<TimedSession> _sessions = [];
    private readonly List<Contestant> _all = [];

    /// <summary>ONNX Runtime with dense single-precision weights on one thread: what ratios refer to; null where it is not installed.</summary>
    public Contestant? Dense { get; private set; }

    public IReadOnlyList<Contestant> All => _all;

    /// <summary>Loads the network into each of them.</summary>
    /// <param name="api">ONNX Runtime, or null.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">The samples of one inference.</param>
    /// <param name="inputs">The inputs of all samples.</param>
    public static BaselineSet Create(OnnxApi? api, BenchmarkNetwork network, int batch, float[] inputs)
    {
        var set = new BaselineSet();
        if (api is not null)
        {
            set.AddOnnxRuntime(api, OnnxModel.Single(network.Artifact, batch), Precision.Fp32, inputs);
            set.AddOnnxRuntime(api, OnnxModel.Int8(network.Artifact, batch), Precision.Int8, inputs);
            set.Dense = set._all[0];
        }

        if (network.IsLinearLayer)
        {
            set.AddLibraries(network, batch, inputs);
        }

        return set;
    }

    public void Dispose()
    {
        foreach (TimedSession session in _sessions)
        {
            session.Dispose();
        }
    }

    /// <summary>What the paper compares with: a dense and a sparse library.</summary>
    private void AddLibraries(BenchmarkNetwork network, int batch, float[] inputs)
    {
        float[] bias = network.OnlyBias;
        var outputs = new float[batch * network.OutputLength];
        if (OpenBlas.Library is { } openBlas)
        {
            float[] weights = network.OnlyWeight.ToDense();
            _all.Add(new Contestant(
                $"openblas ({openBlas.Core})", Precision.Fp32, 1, () => openBlas.Linear(batch, weights, bias, inputs, outputs), () => outputs));
        }

        var csr = new CsrMatrix(network.OnlyWeight);
        _all.Add(new Contestant("csr", Precision.Fp32, 1, () => csr.Linear(batch, bias, inputs, outputs), () => outputs));
    }

    private void AddOnnxRuntime(OnnxApi api, OnnxModel model, Precision precision, float[] inputs)
    {
        for (int threads = 1; threads <= 2; threads++)
        {
            var session = new TimedSession(api, model, threads);
            inputs.CopyTo(session.Input);
            _sessions.Add(session);
            string name = $"onnxruntime {precision.Name()} {threads} thread{(threads == 1 ? "" : "s")}";
            _all.Add(new Contestant(name, precision, threads, session.Run, () => session.Output.ToArray()));
        }
    }
}
