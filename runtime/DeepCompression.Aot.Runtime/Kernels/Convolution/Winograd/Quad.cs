using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Four vectors of four: a square whose rows and columns change places.</summary>
internal static class Quad
{
    /// <summary>Rows and columns.</summary>
    public const int Size = 4;

    /// <summary>Makes rows of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Row0, Vector128<float> Row1, Vector128<float> Row2, Vector128<float> Row3) Transpose(
        Vector128<float> row0, Vector128<float> row1, Vector128<float> row2, Vector128<float> row3)
    {
        Vector128<float> evenLow = ZipLow(row0, row2);
        Vector128<float> oddLow = ZipLow(row1, row3);
        Vector128<float> evenHigh = ZipHigh(row0, row2);
        Vector128<float> oddHigh = ZipHigh(row1, row3);
        return (ZipLow(evenLow, oddLow), ZipHigh(evenLow, oddLow), ZipLow(evenHigh, oddHigh), ZipHigh(evenHigh, oddHigh));
    }

    /// <summary>The lower halves of two vectors, element beside element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    /// <summary>The upper halves of two vectors, element beside element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
