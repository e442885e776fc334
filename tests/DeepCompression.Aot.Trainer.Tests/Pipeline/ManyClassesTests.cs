using DeepCompression.Aot.Trainer.Engine.Managed;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

public class ManyClassesTests
{
    [Fact]
    public void A_network_learns_a_thousand_classes_and_tells_them_apart_when_decoded()
    {
        (double error, int[] predictions) = ManyClasses.Run(new ManagedEngine(threads: 2));

        // Guessing is wrong in 99.9 %; labels of a byte would be in three quarters.
        Assert.InRange(error, 0, 0.3);
        Assert.InRange(predictions.Distinct().Count(label => label > byte.MaxValue), 500, 744);
    }
}
