using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>Finds the density that layers share at which a network becomes small enough.</summary>
internal static class DensitySearch
{
    // From all weights down to one in two hundred, in steps of 4 %.
    private const int Steps = 130;
    private const double Least = 0.005;

    /// <summary>The settings of the most weights at which a condition on the size holds.</summary>
    /// <param name="settings">What holds besides; layers with densities of their own keep them.</param>
    /// <param name="encode">Compresses the network.</param>
    /// <param name="isSmall">Whether the stored parameters are small enough.</param>
    /// <returns>The settings, or null where no density makes the network so small.</returns>
    public static CompressionSettings? Find(CompressionSettings settings, Func<CompressionSettings, Tensor[]> encode, Func<Tensor[], bool> isSmall)
    {
        int low = -1;
        int high = Steps;
        if (!isSmall(encode(At(settings, high))))
        {
            return null;
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = isSmall(encode(At(settings, middle))) ? (low, middle) : (middle, high);
        }

        return At(settings, high);
    }

    private static CompressionSettings At(CompressionSettings settings, int step) =>
        settings with { Density = settings.Density with { Common = Math.Pow(Least, (double)step / Steps) } };
}
