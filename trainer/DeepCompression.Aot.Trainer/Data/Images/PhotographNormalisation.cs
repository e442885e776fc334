using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>How coloured photographs become a network's inputs, by channel: <c>(raw / 255 − mean) / deviation</c>.</summary>
internal static class PhotographNormalisation
{
    /// <summary>The means and standard deviations of ImageNet's channels, red first, which nearly all networks for photographs expect (torchvision's among them).</summary>
    public static InputNormalisation ImageNet { get; } = Of([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>The normalisation by means and standard deviations of values from 0 to 1.</summary>
    /// <param name="means">The mean of each channel.</param>
    /// <param name="deviations">The standard deviation of each channel, as many.</param>
    public static InputNormalisation Of(IReadOnlyList<double> means, IReadOnlyList<double> deviations) => new(
        InputLayout.ChannelsFirst,
        new([.. deviations.Select(deviation => (float)(1 / (byte.MaxValue * deviation)))]),
        new([.. means.Zip(deviations, (mean, deviation) => (float)(-mean / deviation))]));
}
