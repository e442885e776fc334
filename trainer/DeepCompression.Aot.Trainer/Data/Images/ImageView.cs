namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>Which part of an image a network sees, once the image is scaled so that its shorter side is a little more than what the network takes.</summary>
/// <param name="Across">Where the part lies between the left end, 0, and the right one, 1.</param>
/// <param name="Down">Where it lies between the top, 0, and the bottom, 1.</param>
/// <param name="IsFlipped">Whether left and right are exchanged.</param>
internal readonly record struct ImageView(double Across, double Down, bool IsFlipped)
{
    /// <summary>The middle, as it is: what networks are tested on.</summary>
    public static ImageView Middle { get; } = new(0.5, 0.5, false);
}

/// <summary>How the view of an image varies from epoch to epoch, so that a network sees more than there is.</summary>
/// <param name="Crops">Whether the part that is taken lies anywhere, else in the middle.</param>
/// <param name="Flips">Whether half of the views are mirrored.</param>
internal sealed record ImageVariation(bool Crops, bool Flips)
{
    /// <summary>The view of an image.</summary>
    /// <param name="draw">What the views of an epoch follow from.</param>
    /// <param name="image">The image's number in its set: the view depends on nothing else, whatever reads it, and when.</param>
    public ImageView Draw(ulong draw, int image)
    {
        SplitMix64 random = SplitMix64.For(draw, (ulong)image);
        (float across, float down, bool flip) = (random.Unit(), random.Unit(), random.Below(2) == 1);
        return new ImageView(Crops ? across : ImageView.Middle.Across, Crops ? down : ImageView.Middle.Down, Flips && flip);
    }
}
