using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Training;

public class LearningRateTests
{
    [Fact]
    public void A_constant_rate_stays() => Assert.Equal(0.1f, new ConstantLearningRate(0.1f).At(7.5, 10));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2.99, 1)]
    [InlineData(3, 0.1)]
    [InlineData(6.5, 0.01)]
    public void A_step_rate_falls_when_its_epochs_have_passed(double epoch, float expected) =>
        Assert.Equal(expected, new StepLearningRate(1, 0.1f, 3).At(epoch, 10), 1e-6f);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 0.6)]
    [InlineData(10, 0.2)]
    public void A_cosine_rate_goes_from_first_to_last(double epoch, float expected) =>
        Assert.Equal(expected, new CosineLearningRate(1, 0.2f).At(epoch, 10), 1e-6f);

    [Fact]
    public void A_cosine_rate_never_rises()
    {
        var rate = new CosineLearningRate(1e-3f, 1e-5f);
        float[] rates = [.. Enumerable.Range(0, 101).Select(i => rate.At(i * 0.2, 20))];
        Assert.Equal(rates.OrderDescending(), rates);
    }

    [Fact]
    public void A_step_rate_without_epochs_between_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepLearningRate(1, 0.1f, 0));
}
