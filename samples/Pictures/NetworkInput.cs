namespace PicturesSample;

/// <summary>What the authors of SqueezeNet did with a picture before the network saw it.</summary>
internal static class NetworkInput
{
    /// <summary>Pixels on each side that the network sees.</summary>
    public const int Side = 227;

    /// <summary>Pixels on each side of the picture that these are cut from.</summary>
    private const int ScaledSide = 256;

    /// <summary>ImageNet's mean of each channel.</summary>
    private static readonly float[] Means = [104, 117, 123];

    /// <summary>Scales to 256 × 256, takes the 227 × 227 in the middle, subtracts the means.</summary>
    /// <returns>(3, 227, 227): blue, green, red.</returns>
    public static float[] From(Picture picture)
    {
        const int Border = (ScaledSide - Side) / 2;
        float[] scaled = Scaling.ToSquare(picture, ScaledSide);
        float[] input = new float[Means.Length * Side * Side];
        for (int i = 0; i < input.Length; i++)
        {
            (int channel, int place) = Math.DivRem(i, Side * Side);
            (int row, int column) = Math.DivRem(place, Side);
            int pixel = ((Border + row) * ScaledSide) + Border + column;
            input[i] = scaled[(pixel * Means.Length) + (Means.Length - 1 - channel)] - Means[channel];
        }

        return input;
    }
}
