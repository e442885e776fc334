using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace DeepCompression.Aot.Runtime;

/// <summary>Loads elements and parts those with even from those with odd numbers.</summary>
internal static class Unzip
{
    /// <summary>The elements with even and with odd numbers of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Even, Vector256<float> Odd) Load256(ref float row, nuint x)
    {
        Vector256<ulong> lower = Vector256.LoadUnsafe(ref row, x).AsUInt64();
        Vector256<ulong> upper = Vector256.LoadUnsafe(ref row, x + (nuint)Vector256<float>.Count).AsUInt64();
        Vector256<float> low = Vector256.Narrow(lower, upper).AsSingle();
        Vector256<float> high = Vector256.Narrow(lower >>> 32, upper >>> 32).AsSingle();
        return BitConverter.IsLittleEndian ? (low, high) : (high, low);
    }

    /// <inheritdoc cref="Load256"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Even, Vector128<float> Odd) Load128(ref float row, nuint x)
    {
        Vector128<float> left = Vector128.LoadUnsafe(ref row, x);
        Vector128<float> right = Vector128.LoadUnsafe(ref row, x + (nuint)Vector128<float>.Count);
        if (AdvSimd.Arm64.IsSupported)
        {
            return (AdvSimd.Arm64.UnzipEven(left, right), AdvSimd.Arm64.UnzipOdd(left, right));
        }

        (Vector128<ulong> lower, Vector128<ulong> upper) = (left.AsUInt64(), right.AsUInt64());
        Vector128<float> low = Vector128.Narrow(lower, upper).AsSingle();
        Vector128<float> high = Vector128.Narrow(lower >>> 32, upper >>> 32).AsSingle();
        return BitConverter.IsLittleEndian ? (low, high) : (high, low);
    }
}
