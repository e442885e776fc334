using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Tests.Engine;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

/// <summary>A network of three inputs, three hidden units and two outputs.</summary>
public sealed class LiveUnitsTests
{
    private static readonly UnitGraph Units = UnitGraph.Of(TestNetworks.Perceptron(3, 3, 2).Graph);

    [Fact]
    public void Weights_from_and_to_dead_units_go_until_none_is_left()
    {
        var keep = new Dictionary<int, bool[]>
        {
            // Unit 0 is written and read, unit 1 only written, unit 2 only read.
            [0] = [true, false, false, true, true, false, false, false, false],
            [2] = [true, false, true, false, false, true],
        };
        Assert.Equal(4, LiveUnits.RemoveDead(Units, keep));
        Assert.Equal([true, false, false, false, false, false, false, false, false], keep[0]);
        Assert.Equal([true, false, false, false, false, false], keep[2]);
        Assert.Equal(0, LiveUnits.RemoveDead(Units, keep));
    }

    [Fact]
    public void Connections_count_what_writes_and_what_reads()
    {
        var live = new LiveUnits(Units, new Dictionary<int, bool[]>
        {
            [0] = [true, true, false, false, false, false, false, false, true],
            [2] = [true, false, true, true, false, false],
        });
        int[] hidden = Units.Weights[0].Outputs;
        Assert.Equal([4, 0, 2], hidden.Select(live.Connections));
        Assert.Equal([true, false, true], hidden.Select(live.IsLive));
        Assert.Equal([true, true, true], Units.Weights[0].Inputs.Select(live.IsLive));
    }
}
