using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>The largest element of each window, padding left out; NaN where the window holds one.</summary>
internal static class ReferenceMaxPool
{
    public static float[] Run(float[] input, TensorShape inputShape, SlidingWindow window, TensorShape outputShape) =>
        ReferenceWindows.Reduce(input, inputShape, window, outputShape, static elements =>
        {
            float largest = float.NegativeInfinity;
            foreach (float element in elements)
            {
                largest = MathF.Max(largest, element);
            }

            return largest;
        });
}
