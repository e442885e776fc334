using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

public sealed class DropoutScalingTests
{
    [Fact]
    public void Dropout_falls_with_the_square_root_of_the_density_of_the_layer_before_it()
    {
        NetworkDefinition network = ReferenceNetworks.Find("lenet-5")!;
        (int value, float rate) = Assert.Single(network.Dropout);

        // The third weight tensor, parameter 4, is the fully connected layer whose output drops out.
        IReadOnlyDictionary<int, float> rates = DropoutScaling.Rates(network, weight => weight == 4 ? 0.25 : 1);
        Assert.Equal(rate / 2, rates[value], 1e-6f);
    }

    [Fact]
    public void Dropout_of_an_input_stays()
    {
        NetworkDefinition network = ReferenceNetworks.Find("lenet-300-100")! with { Dropout = new Dictionary<int, float> { [0] = 0.1f } };
        Assert.Equal(0.1f, DropoutScaling.Rates(network, _ => 0.01)[0]);
    }
}
