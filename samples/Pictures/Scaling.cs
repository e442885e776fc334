namespace PicturesSample;

/// <summary>
/// Makes a picture the size that the network was trained on. A new pixel is a mean of the old ones around its place, weighted by a triangle
/// that reaches one pixel of the smaller size to either side: interpolation where the picture grows, and nothing skipped where it shrinks.
/// </summary>
internal static class Scaling
{
    private const int Channels = 3;

    /// <summary>Scales both sides to a length, whatever their proportion.</summary>
    /// <returns>(side, side, 3), from 0 to 255.</returns>
    public static float[] ToSquare(Picture picture, int side)
    {
        float[] pixels = Array.ConvertAll(picture.Pixels, pixel => (float)pixel);
        // Rows of pixels are scaled as (height, width, 3), columns as (1, height, side · 3).
        float[] narrow = Scale(pixels, picture.Height, picture.Width, Channels, side);
        return Scale(narrow, 1, picture.Height, side * Channels, side);
    }

    /// <summary>(count, length, channels) → (count, newLength, channels).</summary>
    private static float[] Scale(float[] source, int count, int length, int channels, int newLength)
    {
        float[] result = new float[count * newLength * channels];
        double ratio = (double)length / newLength;
        double reach = Math.Max(1, ratio);
        for (int place = 0; place < newLength; place++)
        {
            double center = (place + 0.5) * ratio;
            int first = Math.Max(0, (int)Math.Floor(center - reach));
            int end = Math.Min(length, (int)Math.Ceiling(center + reach));
            double total = 0;
            for (int i = first; i < end; i++)
            {
                total += Weight(i, center, reach);
            }

            for (int i = first; i < end; i++)
            {
                var weight = (float)(Weight(i, center, reach) / total);
                for (int line = 0; line < count && weight > 0; line++)
                {
                    ReadOnlySpan<float> from = source.AsSpan(((line * length) + i) * channels, channels);
                    AddScaled(from, weight, result.AsSpan(((line * newLength) + place) * channels, channels));
                }
            }
        }

        return result;
    }

    private static double Weight(int pixel, double center, double reach) => Math.Max(0, 1 - (Math.Abs(pixel + 0.5 - center) / reach));

    private static void AddScaled(ReadOnlySpan<float> source, float scale, Span<float> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] += scale * source[i];
        }
    }
}
