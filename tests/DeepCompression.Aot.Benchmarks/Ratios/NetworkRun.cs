using DeepCompression.Aot.Benchmarks.Baselines;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>Sets up one case, checks every contestant against the reference, and times them.</summary>
internal sealed class NetworkRun
{
    private readonly NetworkCase _case;
    private readonly OnnxApi? _api;
    private readonly MachineLimits _limits;
    private readonly EnergyEstimate _energy;
    private readonly TimeSpan _budget;
    private readonly BenchmarkNetwork _network;
    private readonly float[] _inputs;
    private readonly float[] _expected;

    /// <param name="networkCase">The case.</param>
    /// <param name="api">ONNX Runtime, or null where it is not installed.</param>
    /// <param name="limits">The machine's.</param>
    /// <param name="budget">Time for each set of rounds.</param>
    public NetworkRun(NetworkCase networkCase, OnnxApi? api, MachineLimits limits, TimeSpan budget)
    {
        _case = networkCase;
        _api = api;
        _limits = limits;
        _energy = new EnergyEstimate(limits.Caches.L2);
        _budget = budget;
        _network = networkCase.Create();
        _inputs = Activations.Draw(_network.InputLength * networkCase.Batch);
        _expected = _network.Expected(_inputs);
    }

    /// <summary>One row for each arithmetic and number of threads that ours has.</summary>
    /// <exception cref="DisagreementException">A contestant computes something else than the reference.</exception>
    public IReadOnlyList<RatioRow> Rows()
    {
        Contestant[] ours = [.. _case.Ours(_network).Select(Ours).Where(contestant => contestant.Precision != Precision.Int8 || IsNear(contestant))];
        using BaselineSet others = BaselineSet.Create(_api, _network, _case.Batch, _inputs, _limits.Caches, _case.BehindLargeOnes);
        foreach (Contestant contestant in ours.Concat(others.All.Where(contestant => contestant.Precision == Precision.Fp32)))
        {
            Agreement.Require(contestant.Name, _expected, contestant.RunOnce(), contestant.Precision.Tolerance());
        }

        // With bytes a deep network may be far off for drawn inputs; that is no fault of the case, and no time worth comparing with.
        Contestant[] fair = [.. others.All.Where(IsNear)];

        // What has several threads is timed apart: threads that wait spin for a while, beside whoever comes next.
        Dictionary<string, double> otherTimes = [];
        List<RatioRow> rows = [];
        foreach (IGrouping<int, Contestant> sameThreads in fair.GroupBy(contestant => contestant.Threads))
        {
            Contestant[] rest = [.. sameThreads.Where(contestant => contestant != others.Dense)];
            foreach ((string name, double time) in Time(others.Dense, rest))
            {
                otherTimes[name] = time;
            }
        }

        foreach (IGrouping<int, Contestant> sameThreads in ours.GroupBy(contestant => contestant.Threads))
        {
            // Each state of the dense weights has rounds of its own: copies taken in turn drive the one out of the cache.
            var times = new CaseTimes(
                Time(others.Dense, [.. sameThreads]),
                others.DenseOfOneCopy is null ? null : Time(others.DenseOfOneCopy, [.. sameThreads]),
                otherTimes);
            rows.AddRange(sameThreads.GroupBy(contestant => contestant.Precision).Select(same => Row([.. same], times, others)));
        }

        return rows;
    }

    private bool IsNear(Contestant contestant) =>
        Agreement.Difference(_expected, contestant.RunOnce()) <= contestant.Precision.Tolerance();

    private Contestant Ours(Implementation implementation)
    {
        var outputs = new float[_expected.Length];
        Inference run = implementation.Run;
        float[] inputs = _inputs;
        return new Contestant(
            implementation.Name, implementation.Precision, implementation.Threads, () => run(inputs, outputs), () => outputs)
        {
            Implementation = implementation,
        };
    }

    /// <summary>The times of contestants, by name, in turn with a dense baseline.</summary>
    private Dictionary<string, double> Time(Contestant? dense, Contestant[] contestants)
    {
        Contestant[] all = dense is null ? contestants : [dense, .. contestants];
        double[] microseconds = Interleaving.Measure([.. all.Select(contestant => new TimedWork(contestant.Threads, contestant.Run))], _budget);
        return all.Zip(microseconds).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    private RatioRow Row(Contestant[] contestants, CaseTimes times, BaselineSet others)
    {
        Contestant best = contestants.MinBy(contestant => times.All[contestant.Name])!;
        Implementation implementation = best.Implementation!;
        double? baseline = others.Dense is null ? null : times.All[others.Dense.Name];
        double? oneCopy = times.OneCopy?[others.DenseOfOneCopy!.Name];
        return new RatioRow(_case.Name, best.Precision.Name(), best.Threads, times.All[best.Name], baseline)
        {
            Title = _case.Title,
            Batch = _case.Batch,
            Implementation = best.Name,
            ImplementationMicroseconds = contestants.ToDictionary(contestant => contestant.Name, contestant => times.All[contestant.Name]),
            OtherMicroseconds = times.Others,
            OursBytes = implementation.Bytes,
            BaselineBytes = _network.DenseBytes,
            BaselineMemory = Memory(baseline),
            OneCopyMicroseconds = oneCopy,
            OneCopyMemory = Memory(oneCopy),
            OneCopyRatio = oneCopy / times.OneCopy?[best.Name],
            LimitMicroseconds = Math.Max(Compute(implementation), _limits.Microseconds(implementation.Bytes, implementation.Threads)),
            Difference = Agreement.Difference(_expected, best.Outputs()),
            OursMicrojoules = _energy.Microjoules(implementation.Bytes, _network.MultiplyAdds * _case.Batch),
            BaselineMicrojoules = _energy.Microjoules(_network.DenseBytes, _network.DenseMultiplyAdds * _case.Batch),
        };
    }

    /// <summary>The level that dense weights are read from, as their rate tells.</summary>
    private string? Memory(double? baseline) => baseline is double known && _network.DenseBytes > _limits.Caches.L2
        ? _limits.LevelAt(1e6 * _network.DenseBytes / known)?.ToString()
        : null;

    /// <summary>The least time for the arithmetic of a batch: that of the kernel's own instructions where it says so.</summary>
    private double Compute(Implementation implementation) => implementation.PortCycles is double cycles
        ? 1e6 * cycles * _case.Batch / _limits.CyclesPerSecond / implementation.Threads
        : _limits.Microseconds(_network.MultiplyAdds * _case.Batch, implementation.Precision, implementation.Threads);

    /// <summary>Times in microseconds, by contestant.</summary>
    /// <param name="All">Ours and the baseline whose large weights come from memory.</param>
    /// <param name="OneCopy">Ours and the baseline with one copy of its weights, in rounds of their own; null where that is no difference.</param>
    /// <param name="Others">What else is compared.</param>
    private sealed record CaseTimes(
        IReadOnlyDictionary<string, double> All, IReadOnlyDictionary<string, double>? OneCopy, IReadOnlyDictionary<string, double> Others);
}
