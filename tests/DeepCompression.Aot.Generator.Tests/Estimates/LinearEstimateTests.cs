using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Generator.Tests.Estimates;

/// <summary>
/// Whether the kernels chosen for fully connected layers are good ones on every machine that was measured: the times of
/// <c>ratios --case LAYER</c>, in <c>linear-times.csv</c>.
/// </summary>
public sealed class LinearEstimateTests
{
    /// <summary>How much slower than the best kernel the chosen one may be.</summary>
    private const double Tolerance = 1.25;

    private static readonly ILookup<(string Machine, string Layer), (string Kernel, double Microseconds)> Times = File.ReadLines(
            Repository.File("tests", "DeepCompression.Aot.Generator.Tests", "Estimates", "linear-times.csv"))
        .Skip(1)
        .Select(line => line.Split(','))
        .ToLookup(parts => (parts[0], parts[1]), parts => (parts[2], double.Parse(parts[3], CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("alexnet-fc6", 9216, 4096, 0.09)]
    [InlineData("alexnet-fc7", 4096, 4096, 0.09)]
    [InlineData("alexnet-fc8", 4096, 1000, 0.25)]
    [InlineData("vgg16-fc7", 4096, 4096, 0.04)]
    [InlineData("lenet-300-100-fc1", 784, 300, 0.08)]
    [InlineData("lenet-300-100-fc2", 300, 100, 0.09)]
    public void The_chosen_kernel_is_a_good_one_on_every_machine(string layer, int columns, int rows, double density)
    {
        Tensor weight = TestTensors.Sparse(new Random(1), density, rows, columns);
        foreach (Arithmetic arithmetic in Enum.GetValues<Arithmetic>())
        {
            string chosen = Chosen(weight, arithmetic);
            int machines = 0;
            foreach (string machine in Times.Select(times => times.Key.Machine).Distinct())
            {
                (string Kernel, double Microseconds)[] times = [.. Times[(machine, layer)].Where(time => IsOf(time.Kernel, arithmetic))];
                if (!Array.Exists(times, time => time.Kernel == chosen))
                {
                    continue;
                }

                machines++;
                double taken = times.First(time => time.Kernel == chosen).Microseconds;
                (string Kernel, double Microseconds) best = times.MinBy(time => time.Microseconds);
                Assert.True(
                    taken <= Tolerance * best.Microseconds,
                    $"{machine}, {layer}, {arithmetic}: {chosen} is chosen, with {taken} µs, where {best.Kernel} takes {best.Microseconds} µs.");
            }

            Assert.True(machines > 0, $"{layer}, {arithmetic}: {chosen} is chosen and was measured nowhere.");
        }
    }

    /// <summary>Whether a kernel of this name may be chosen: each arithmetic of integers allows that of floats as well.</summary>
    private static bool IsOf(string kernel, Arithmetic arithmetic) => kernel.Split(' ')[0] switch
    {
        "byte" => arithmetic == Arithmetic.Int8,
        "fine" => arithmetic == Arithmetic.Int14,
        _ => true,
    };

    private static string Chosen(Tensor weight, Arithmetic arithmetic)
    {
        var network = new TestNetwork();
        ParsedArtifact artifact = network.Build(network.Linear(network.Input(weight.Shape.RowLength), weight));
        ModelPlan plan = PassList.Run("measured.dcz", artifact with { Arithmetic = arithmetic }, "Measured");
        return plan.Layers.OfType<WeightLayer>().Single().Kernels[0] switch
        {
            WindowKernel { Paired: true } => "window pairs",
            WindowKernel => "window",
            ValueWindowKernel => "values",
            IntegerWindowKernel { Activations.Fine: true } fine => $"fine window {fine.Width}",
            IntegerWindowKernel bytes => $"byte window {bytes.Width}",
            Kernel other => other.Suffix,
        };
    }
}
