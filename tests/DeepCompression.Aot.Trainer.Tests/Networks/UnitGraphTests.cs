using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Networks;

public sealed class UnitGraphTests
{
    [Fact]
    public void A_column_reads_the_unit_that_a_row_of_the_layer_before_writes()
    {
        UnitGraph units = UnitGraph.Of(ReferenceNetworks.Find("lenet-300-100")!.Graph);
        WeightUnits first = units.Weights[0];
        WeightUnits second = units.Weights[2];
        WeightUnits last = units.Weights[4];
        Assert.Equal(784, first.Inputs.Distinct().Count());
        Assert.All(first.Inputs, unit => Assert.InRange(unit, 1, units.FirstHidden - 1));
        Assert.Equal(300, first.Outputs.Distinct().Count());
        Assert.Equal(first.Outputs, second.Inputs);
        Assert.Equal(second.Outputs, last.Inputs);
        Assert.All(last.Outputs, unit => Assert.Equal(UnitGraph.AlwaysLive, unit));
    }

    [Fact]
    public void A_channel_is_one_unit_through_pooling_windows_and_flattening()
    {
        UnitGraph units = UnitGraph.Of(ReferenceNetworks.Find("lenet-5")!.Graph);
        WeightUnits second = units.Weights[2];
        WeightUnits linear = units.Weights[4];
        Assert.Equal(units.Weights[0].Outputs.SelectMany(unit => Enumerable.Repeat(unit, 25)), second.Inputs);
        Assert.Equal(second.Outputs.SelectMany(unit => Enumerable.Repeat(unit, 16)), linear.Inputs);

        // A plane of pixels is no single unit: it lives whatever is pruned.
        Assert.All(units.Weights[0].Inputs, unit => Assert.Equal(UnitGraph.AlwaysLive, unit));
    }

    [Fact]
    public void What_is_added_up_is_one_unit()
    {
        var builder = new GraphBuilder();
        int input = builder.Input(3);
        int left = builder.Linear(input, 3, 4, "left");
        int right = builder.Linear(input, 3, 4, "right");
        int sum = builder.Add(left, right);
        Graph graph = builder.Build(builder.Linear(sum, 4, 2, "out"));
        UnitGraph units = UnitGraph.Of(graph);
        Assert.Equal(units.Weights[0].Outputs, units.Weights[2].Outputs);
        Assert.Equal(units.Weights[0].Outputs, units.Weights[4].Inputs);
        Assert.Equal(4, units.Weights[4].Inputs.Distinct().Count());
    }
}
