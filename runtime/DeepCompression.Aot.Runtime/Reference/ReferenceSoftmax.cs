using System.Linq;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>exp(x) divided by its sum over a vector.</summary>
internal static class ReferenceSoftmax
{
    /// <summary>The largest element is subtracted first; the terms are added in ascending order, then each is divided by the sum.</summary>
    public static float[] Run(float[] input)
    {
        float largest = input.Max();
        float[] terms = [.. input.Select(element => MathF.Exp(element - largest))];
        float sum = 0;
        foreach (float term in terms)
        {
            sum += term;
        }

        return [.. terms.Select(term => term / sum)];
    }
}
