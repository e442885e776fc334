using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>Transposes squares of samples and elements in registers: a third of the time of number by number.</summary>
internal static unsafe class LaneSquare
{
    /// <summary>Samples and elements of a square.</summary>
    public const int Side = 8;

    /// <summary>Whether the processor has the shuffles.</summary>
    public static bool IsSupported => Avx.IsSupported;

    /// <summary>Writes a square of elements, lanes innermost.</summary>
    /// <param name="samples">(samples, elements), with the given step from one sample to the next.</param>
    /// <param name="step">Floats between samples.</param>
    /// <param name="block">(elements, lanes).</param>
    public static void Transpose(float* samples, nint step, float* block)
    {
        // Each vector holds four elements of sample i and, in its upper half, of sample i + 4.
        TransposeHalf(samples, step, block);
        TransposeHalf(samples + (Side / 2), step, block + (Side / 2 * Lanes.Count));
    }

    /// <summary>The first four elements of the eight samples.</summary>
    private static void TransposeHalf(float* samples, nint step, float* block)
    {
        Vector256<float> a = LoadPair(samples, step);
        Vector256<float> b = LoadPair(samples + step, step);
        Vector256<float> c = LoadPair(samples + (2 * step), step);
        Vector256<float> d = LoadPair(samples + (3 * step), step);
        Vector256<float> ab01 = Avx.UnpackLow(a, b);
        Vector256<float> ab23 = Avx.UnpackHigh(a, b);
        Vector256<float> cd01 = Avx.UnpackLow(c, d);
        Vector256<float> cd23 = Avx.UnpackHigh(c, d);
        Avx.UnpackLow(ab01.AsDouble(), cd01.AsDouble()).AsSingle().Store(block);
        Avx.UnpackHigh(ab01.AsDouble(), cd01.AsDouble()).AsSingle().Store(block + Lanes.Count);
        Avx.UnpackLow(ab23.AsDouble(), cd23.AsDouble()).AsSingle().Store(block + (2 * Lanes.Count));
        Avx.UnpackHigh(ab23.AsDouble(), cd23.AsDouble()).AsSingle().Store(block + (3 * Lanes.Count));
    }

    private static Vector256<float> LoadPair(float* sample, nint step) =>
        Vector256.Create(Vector128.Load(sample), Vector128.Load(sample + (4 * step)));
}
