using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Tests.Reports;

public sealed class LayerNamesTests
{
    [Fact]
    public void Layers_without_names_are_numbered_by_kind() =>
        Assert.Equal(["conv1", "conv2", "fc1", "fc2"], Names(GraphNames.None));

    [Fact]
    public void Names_of_weights_name_their_layers() =>
        Assert.Equal(
            ["stem", "conv2", "fc1", "classifier"],
            Names(new GraphNames(default, new([new(0, "stem.weight"), new(6, "classifier")]))));

    private static IEnumerable<string> Names(GraphNames names) =>
        LayerNames.Of(ReferenceNetworks.Find("lenet-5")!.Graph, names).Select(layer => layer.Name);
}
