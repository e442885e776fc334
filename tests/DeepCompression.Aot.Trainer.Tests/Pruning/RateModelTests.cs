using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class RateModelTests
{
    private const int Inputs = 64;
    private const int Hidden = 32;

    private static readonly UnitGraph Units = UnitGraph.Of(TestNetworks.Perceptron(Inputs, Hidden, 2).Graph);

    [Fact]
    public void Bits_of_a_sparse_random_mask_add_up_to_about_its_entropy()
    {
        const double Density = 0.05;
        var random = new Random(1);
        bool[] mask = [.. Enumerable.Range(0, Inputs * Hidden).Select(_ => random.NextDouble() < Density)];
        bool[] output = [.. Enumerable.Repeat(true, 2 * Hidden)];
        var model = new RateModel(Units, new Dictionary<int, bool[]> { [0] = mask, [2] = output }, valueBits: 0, biasBits: 0);
        var bits = new float[mask.Length];
        model.Estimate(0, bits);

        double count = mask.Count(kept => kept);
        double density = count / mask.Length;
        double entropy = -mask.Length * ((density * Math.Log2(density)) + ((1 - density) * Math.Log2(1 - density)));
        double unitless = bits.Min() * count;
        Assert.InRange(unitless / entropy, 0.9, 1.6);
    }

    [Fact]
    public void A_weight_between_busy_units_is_cheaper_than_one_that_keeps_a_unit_alive()
    {
        bool[] mask = new bool[Inputs * Hidden];
        mask.AsSpan(0, Inputs).Fill(true);
        mask[Inputs] = true;
        bool[] output = [.. Enumerable.Repeat(true, 2 * Hidden)];
        var model = new RateModel(Units, new Dictionary<int, bool[]> { [0] = mask, [2] = output }, valueBits: 3, biasBits: 5);
        var bits = new float[mask.Length];
        model.Estimate(0, bits);
        Assert.True(bits[1] < bits[Inputs]);

        // A unit nobody has yet would cost more still.
        Assert.True(bits[Inputs] < bits[5 * Inputs]);
        Assert.All(bits, bit => Assert.True(bit > 3 && float.IsFinite(bit)));
    }
}
