using DeepCompression.Aot.Benchmarks.Machine;
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

    /// <summary>
    /// ONNX Runtime with dense single-precision weights on one thread, which come from memory where they, or those before them, are large
    /// (<see cref="WeightCopies"/>): what ratios refer to; null where it is not installed.
    /// </summary>
    public Contestant? Dense { get; private set; }

    /// <summary>The same with one copy of the weights, of which an unusually large cache may hold any part; null where there is no other.</summary>
    public Contestant? DenseOfOneCopy { get; private set; }

    public IReadOnlyList<Contestant> All => _all;

    /// <summary>Loads the network into each of them.</summary>
    /// <param name="api">ONNX Runtime, or null.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">The samples of one inference.</param>
    /// <param name="inputs">The inputs of all samples.</param>
    /// <param name="caches">The machine's.</param>
    /// <param name="behindLargeOnes">Whether the network is a part of one that reads large weights before.</param>
    public static BaselineSet Create(
        OnnxApi? api, BenchmarkNetwork network, int batch, float[] inputs, Caches caches, bool behindLargeOnes)
    {
        var set = new BaselineSet();
        if (api is not null)
        {
            OnnxModel dense = OnnxModel.Single(network.Artifact, batch);
            set.AddOnnxRuntime(api, dense, Precision.Fp32, inputs);
            set.AddOnnxRuntime(api, OnnxModel.Int8(network.Artifact, batch), Precision.Int8, inputs);
            set.Dense = set._all[0];
            int copies = WeightCopies.Count(network.DenseBytes, caches.L3, behindLargeOnes);
            if (copies > 1)
            {
                set.DenseOfOneCopy = set.Dense;
                set.Dense = set.AddCopies(api, dense, copies, inputs);
            }
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

    /// <summary>Adds a contestant that takes copies of the weights in turn.</summary>
    private Contestant AddCopies(OnnxApi api, OnnxModel model, int copies, float[] inputs)
    {
        TimedSession[] sessions = [.. Enumerable.Range(0, copies).Select(_ => Load(api, model, threads: 1, inputs))];
        int last = 0;
        var contestant = new Contestant(
            $"onnxruntime {Precision.Fp32.Name()} 1 thread, {copies} copies", Precision.Fp32, 1, RunNext, () => sessions[last].Output.ToArray());
        _all.Add(contestant);
        return contestant;

        void RunNext()
        {
            last = (last + 1) % sessions.Length;
            sessions[last].Run();
        }
    }

    private TimedSession Load(OnnxApi api, OnnxModel model, int threads, float[] inputs)
    {
        var session = new TimedSession(api, model, threads);
        _sessions.Add(session);
        inputs.CopyTo(session.Input);
        return session;
    }

    private void AddOnnxRuntime(OnnxApi api, OnnxModel model, Precision precision, float[] inputs)
    {
        for (int threads = 1; threads <= 2; threads++)
        {
            TimedSession session = Load(api, model, threads, inputs);
            string name = $"onnxruntime {precision.Name()} {threads} thread{(threads == 1 ? "" : "s")}";
            _all.Add(new Contestant(name, precision, threads, session.Run, () => session.Output.ToArray()));
        }
    }
}
