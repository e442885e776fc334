using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The error function and what it leaves to 1.</summary>
internal static class ErrorFunction
{
    /// <summary>Below this magnitude a polynomial is the function itself, from there on e^−x² times one of its complement.</summary>
    private const float Far = 1;

    /// <summary>erf x, to 2 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Of<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal magnitude = TReal.Abs(x);
        TReal far = TReal.Create(1) - FarComplement(magnitude);
        return TReal.WhereLess(magnitude, TReal.Create(Far), Near(x), TReal.WhereLess(x, TReal.Create(0), -far, far));
    }

    /// <summary>1 − erf x of a number that is not negative; its relative error grows with x², to a millionth at 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal ComplementOfPositive<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.WhereLess(x, TReal.Create(Far), TReal.Create(1) - Near(x), FarComplement(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Near<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal square = x * x;
        TReal p = TReal.Create(7.87587487e-05f);
        p = (p * square) + TReal.Create(-0.00080168643f);
        p = (p * square) + TReal.Create(0.00518908724f);
        p = (p * square) + TReal.Create(-0.0268542115f);
        p = (p * square) + TReal.Create(0.112835944f);
        p = (p * square) + TReal.Create(-0.37612626f);
        p = (p * square) + TReal.Create(0.128379129f);
        return x + (p * x);
    }

    /// <summary>e^−x² · a polynomial in 1 ÷ (1 + x ÷ 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal FarComplement<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        // e^−11² is 0.
        const float Vanished = 11;
        TReal bounded = TReal.WhereLess(TReal.Create(Vanished), x, TReal.Create(Vanished), x);
        TReal t = TReal.Create(1) / (TReal.Create(1) + (TReal.Create(0.5f) * bounded));
        TReal p = TReal.Create(0.0759877339f);
        p = (p * t) + TReal.Create(-0.169233486f);
        p = (p * t) + TReal.Create(0.00341744325f);
        p = (p * t) + TReal.Create(0.121739142f);
        p = (p * t) + TReal.Create(0.150543287f);
        p = (p * t) + TReal.Create(0.255081445f);
        p = (p * t) + TReal.Create(0.280632675f);
        p = (p * t) + TReal.Create(0.282232672f);
        p = (p * t) + TReal.Create(-5.39861594e-06f);
        return p * Elementary.Exp(-(bounded * bounded));
    }
}
