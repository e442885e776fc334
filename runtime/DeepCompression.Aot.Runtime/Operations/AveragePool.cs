using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The mean of each window: its elements are summed row by row, those of a window that is all of its plane in sixteen interleaved sums,
/// then divided by their number. Padding is not counted.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AveragePool
{
    /// <summary>Pools a tensor.</summary>
    /// <param name="input">The tensor (channels, height, width).</param>
    /// <param name="output">Receives (channels, output height, output width); apart from the input's memory.</param>
    /// <param name="shape">The shapes.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, in PoolShape shape) =>
        SlidingPool<Mean>.Apply(input, output, shape);

    private readonly struct Mean : IPoolReduction
    {
        public static float Combine(float combined, float element) => combined + element;

        public static Vector128<float> Combine(Vector128<float> combined, Vector128<float> element) => combined + element;

        public static Vector256<float> Combine(Vector256<float> combined, Vector256<float> element) => combined + element;

        public static float Finish(float combined, int count) => combined / count;

        public static Vector128<float> Finish(Vector128<float> combined, int count) => combined / count;

        public static Vector256<float> Finish(Vector256<float> combined, int count) => combined / count;
    }
}
