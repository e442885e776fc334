using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>The largest element of each window; NaN where the window holds one. Padding never contributes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MaxPool
{
    /// <summary>Pools a tensor.</summary>
    /// <param name="input">The tensor (channels, height, width).</param>
    /// <param name="output">Receives (channels, output height, output width); apart from the input's memory.</param>
    /// <param name="shape">The shapes.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape)
    {
        shape.RequireLengths(input, output);
        if (!shape.IsHalving && ColumnMaxPool.CanPool(shape))
        {
            ColumnMaxPool.Apply(input, output, shape);
        }
        else
        {
            SlidingPool<Maximum>.Apply(input, output, shape);
        }
    }

    private readonly struct Maximum : IPoolReduction
    {
        public static float Combine(float combined, float element) => MathF.Max(combined, element);

        public static Vector128<float> Combine(Vector128<float> combined, Vector128<float> element) =>
            Vector128.Max(combined, element);

        public static Vector256<float> Combine(Vector256<float> combined, Vector256<float> element) =>
            Vector256.Max(combined, element);

        public static float Finish(float combined, int count) => combined;

        public static Vector128<float> Finish(Vector128<float> combined, int count) => combined;

        public static Vector256<float> Finish(Vector256<float> combined, int count) => combined;
    }
}
