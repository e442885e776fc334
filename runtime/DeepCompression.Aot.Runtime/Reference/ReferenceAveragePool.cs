using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>The mean of each window: the elements are added row by row, then divided by their number; padding is left out.</summary>
internal static class ReferenceAveragePool
{
    public static float[] Run(float[] input, TensorShape inputShape, SlidingWindow window, TensorShape outputShape) =>
        ReferenceWindows.Reduce(input, inputShape, window, outputShape, static elements =>
        {
            float sum = 0;
            foreach (float element in elements)
            {
                sum += element;
            }

            return sum / elements.Length;
        });
}
