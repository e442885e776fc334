using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Whole numbers next to a number. NaN and infinities stay what they are, and zeros keep their sign.</summary>
internal static class Rounding
{
    /// <summary>2²³: from here on every number is whole.</summary>
    private const float AllWhole = 8388608;

    /// <summary>The nearest, the even one of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal ToEven<TReal>(TReal x)
        where TReal : struct, IReal<TReal> => WithSign(x, NearestOfPositive(TReal.Abs(x)));

    /// <summary>The one towards zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal ToZero<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal magnitude = TReal.Abs(x);
        TReal nearest = NearestOfPositive(magnitude);
        return WithSign(x, TReal.WhereLess(magnitude, nearest, nearest - TReal.Create(1), nearest));
    }

    /// <summary>The largest that is not greater.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Down<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal nearest = ToEven(x);
        return TReal.WhereLess(x, nearest, nearest - TReal.Create(1), nearest);
    }

    /// <summary>Adding a number of which the last bit is 1 rounds; taking it away leaves what was rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal NearestOfPositive<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(x, TReal.Create(AllWhole), x + TReal.Create(AllWhole) - TReal.Create(AllWhole), x);

    /// <summary>The sign of −0 shows in its reciprocal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal WithSign<TReal>(TReal signed, TReal magnitude)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(
            signed,
            TReal.Create(0),
            -magnitude,
            TReal.WhereLess(TReal.Create(1) / signed, TReal.Create(0), -magnitude, magnitude));
}
