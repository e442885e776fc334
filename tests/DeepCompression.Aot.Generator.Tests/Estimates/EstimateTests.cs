using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Tests.Estimates;

/// <summary>Whether estimates rank kernels as measurements do: those that are stored, or, where asked for, of this machine.</summary>
public sealed class EstimateTests
{
    /// <summary>Times whose ratio is smaller may come in either order: machines differ by as much.</summary>
    private const double Clear = 1.6;

    /// <summary>How much slower than the best kernel of its instruction set the chosen one may be.</summary>
    private const double Tolerance = 1.25;

    [Fact]
    public void Every_kernel_that_is_proposed_was_measured()
    {
        var measured = Measurements.Read().Keys.ToHashSet();
        Assert.All(
            from layer in MeasuredLayer.All
            from kernel in Kernels(layer)
            select (layer.Name, kernel.Suffix),
            key => Assert.Contains(key, measured));
    }

    [Fact]
    public void Estimates_rank_kernels_as_the_stored_measurements_do() => RequireOrder(Measurements.Read());

    [MeasureFact]
    public void Estimates_rank_kernels_as_this_machine_does_whose_measurements_are_stored()
    {
        var times = (
            from layer in MeasuredLayer.All
            from time in KernelTimer.Time(layer)
            select (Key: (layer.Name, time.Kernel), time.Microseconds)).ToList();
        Measurements.Write(times);
        RequireOrder(times.ToDictionary(time => time.Key, time => time.Microseconds));
    }

    private static void RequireOrder(Dictionary<(string Layer, string Kernel), double> times)
    {
        string[] mistakes = [.. MeasuredLayer.All.SelectMany(layer => Mistakes(layer, times))];
        Assert.True(mistakes.Length == 0, string.Join('\n', mistakes));
    }

    /// <summary>What a person has to know of each pair in the wrong order, and each choice that is not good.</summary>
    private static IEnumerable<string> Mistakes(MeasuredLayer layer, Dictionary<(string Layer, string Kernel), double> times)
    {
        IReadOnlyList<Kernel> kernels = Kernels(layer);
        double Time(Kernel kernel) => times[(layer.Name, kernel.Suffix)];
        for (int i = 0; i < kernels.Count; i++)
        {
            foreach (Kernel after in kernels.Skip(i + 1).Where(after => Time(kernels[i]) > Clear * Time(after)))
            {
                yield return $"{layer.Name}: {kernels[i].Suffix} ({kernels[i].Estimate.Cycles:F0} cycles, {Time(kernels[i]):F0} µs) before {after.Suffix} ({after.Estimate.Cycles:F0} cycles, {Time(after):F0} µs).";
            }
        }

        foreach (IGrouping<InstructionSet, Kernel> set in kernels.GroupBy(kernel => kernel.InstructionSet))
        {
            Kernel best = set.MinBy(Time)!;
            if (Time(set.First()) > Tolerance * Time(best))
            {
                yield return $"{layer.Name}: {set.First().Suffix} is chosen, with {Time(set.First()):F0} µs, where {best.Suffix} takes {Time(best):F0} µs.";
            }
        }
    }

    /// <summary>A layer's kernels in ascending order of estimated cost.</summary>
    private static IReadOnlyList<Kernel> Kernels(MeasuredLayer layer) => MeasuredLayer.Candidates(MeasuredLayer.Layer(layer.Plan()));
}
