using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Engine;
using Xunit.Abstractions;

namespace DeepCompression.Aot.Torch.Tests;

/// <summary>A network that outgrows the managed engine.</summary>
public class AlexNetTests(ITestOutputHelper output)
{
    private const int Samples = 32;
    private const int Steps = 50;

    // Steps until libtorch's caches and the heap have grown to what they need.
    private const int WarmUp = 5;

    [Fact]
    [Trait("Category", "Slow")]
    public void It_trains_with_masks_and_codebooks_and_memory_stays_flat()
    {
        NetworkDefinition network = AlexNet.Create();
        using ITrainingSession session = TorchEngines.Create("cpu", threads: null).CreateSession(network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        int[] weights = [.. network.Weights];
        foreach (int number in weights)
        {
            // A tenth is kept; every second layer shares what it keeps.
            int length = (int)network.Graph.Parameters[number].ElementCount;
            if (number % 4 == 0)
            {
                session.SetMask(number, [.. Enumerable.Range(0, length).Select(i => i % 10 == 0)]);
            }
            else
            {
                session.SetCodebook(number, [.. Enumerable.Range(0, length).Select(i => i % 10 == 0 ? i / 10 % 32 : -1)], TestNetworks.Random(32, (ulong)number, 0.05f));
            }
        }

        (float[] inputs, int[] labels) = Batch(network);
        var losses = new List<double>();
        long settled = 0;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (int step = 0; step < WarmUp + Steps; step++)
        {
            losses.Add(session.Step(new TrainingBatch(inputs, labels), 1e-3f));
            settled = step == WarmUp ? Resident() : settled;
        }

        long growth = Resident() - settled;
        output.WriteLine($"{clock.Elapsed.TotalSeconds / (WarmUp + Steps):F2} s a step, {settled >> 20} MiB, {growth >> 10} KiB more after {Steps} steps; loss {losses[0]:F4} to {losses[^1]:F4}");

        // The activations of one batch alone take more than this.
        Assert.InRange(growth, long.MinValue, 100L << 20);
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.True(losses[^1] < losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
        Assert.All(weights, number => Assert.InRange(network.Graph.Parameters[number].ElementCount - session.GetParameter(number).Count(0f), 1, network.Graph.Parameters[number].ElementCount / 10 + 1));
    }

    private static (float[] Inputs, int[] Labels) Batch(NetworkDefinition network)
    {
        int length = (int)network.Graph.Inputs[0].ElementCount;
        return (TestNetworks.Random(Samples * length, seed: 5), [.. Enumerable.Range(0, Samples).Select(i => 7 * i)]);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
