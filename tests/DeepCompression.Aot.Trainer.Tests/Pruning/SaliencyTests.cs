using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class SaliencyTests
{
    [Fact]
    public void Magnitude_is_what_its_name_says() => Assert.Equal([2, 0, 3], Score(new MagnitudeSaliency(), [-2, 0, 3], [9, 9, 9]));

    [Fact]
    public void Curvature_weighs_the_square_by_the_root_of_the_second_moment() =>
        Assert.Equal([8, 0, 0], Score(new CurvatureSaliency(), [-2, 0, 3], [4, 4, 0]));

    [Fact]
    public void Without_second_moments_curvature_is_the_square()
    {
        Assert.Equal([4, 0, 9], Score(new CurvatureSaliency(), [-2, 0, 3], []));
        Assert.Equal([4, 0, 9], Score(new CurvatureSaliency(), [-2, 0, 3], [0, 0, 0]));
    }

    private static float[] Score(Saliency saliency, float[] weights, float[] secondMoment)
    {
        var scores = new float[weights.Length];
        saliency.Score(weights, secondMoment, scores);
        return scores;
    }
}
