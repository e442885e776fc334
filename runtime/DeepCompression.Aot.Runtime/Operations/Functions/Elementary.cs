using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The exponential, the logarithm and what is made of them, in single precision and of our own, so that they are the same bits on
/// every machine. Polynomials are interpolated at Chebyshev points; errors, in units of the last place, are held by tests.
/// </summary>
internal static class Elementary
{
    /// <summary>Below this e^x is 0.</summary>
    private const float LeastExponent = -104;

    /// <summary>Above this it is ∞.</summary>
    private const float MostExponent = 89;

    private const float LogOfTwoHigh = 0.693359375f;
    private const float LogOfTwoLow = -2.12194440e-4f;
    private const float TwoLogarithm = 1.44269504f;
    private const float LeastNormal = 1.17549435e-38f;

    /// <summary>e^x to 1 unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Exp<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal low = TReal.WhereLess(x, TReal.Create(LeastExponent), TReal.Create(LeastExponent), x);
        TReal bounded = TReal.WhereLess(TReal.Create(MostExponent), low, TReal.Create(MostExponent), low);
        (TReal power, TReal excess) = Reduce(bounded);

        // In two factors, since 2^power alone may be too large or too small.
        TReal half = Whole(power * TReal.Create(0.5f));
        return (TReal.Create(1) + excess) * TReal.PowerOfTwo(half) * TReal.PowerOfTwo(power - half);
    }

    /// <summary>e^x − 1 of numbers that are not positive, to 2 units; for others it is some number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal NegativeExpM1<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        const float Flat = -20;
        TReal low = TReal.WhereLess(x, TReal.Create(Flat), TReal.Create(Flat), x);
        TReal bounded = TReal.WhereLess(TReal.Create(0), low, TReal.Create(0), low);
        (TReal power, TReal excess) = Reduce(bounded);
        TReal scale = TReal.PowerOfTwo(power);
        return (scale * excess) + (scale - TReal.Create(1));
    }

    /// <summary>ln x to 1 unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Log<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        const float Lift = 1 << FloatBits.FractionBits;
        TReal normal = TReal.WhereLess(x, TReal.Create(LeastNormal), x * TReal.Create(Lift), x);
        (TReal mantissa, TReal exponent) = TReal.Split(normal);
        exponent -= TReal.WhereLess(x, TReal.Create(LeastNormal), TReal.Create(FloatBits.FractionBits), TReal.Create(0));
        TReal f = mantissa - TReal.Create(1);
        TReal p = TReal.Create(0.0697161183f);
        p = (p * f) + TReal.Create(-0.114797339f);
        p = (p * f) + TReal.Create(0.116854198f);
        p = (p * f) + TReal.Create(-0.124256872f);
        p = (p * f) + TReal.Create(0.142490581f);
        p = (p * f) + TReal.Create(-0.166678026f);
        p = (p * f) + TReal.Create(0.200007156f);
        p = (p * f) + TReal.Create(-0.24999997f);
        p = (p * f) + TReal.Create(0.333333313f);
        TReal square = f * f;
        TReal correction = (p * f * square) + (exponent * TReal.Create(LogOfTwoLow)) - (TReal.Create(0.5f) * square);
        TReal finite = (f + correction) + (exponent * TReal.Create(LogOfTwoHigh));
        TReal large = TReal.WhereLess(x, TReal.Create(float.PositiveInfinity), finite, x);

        // What is neither less nor greater than 0 is 0, or NaN, which stays NaN.
        TReal positive = TReal.WhereLess(TReal.Create(0), x, large, x - TReal.Create(float.PositiveInfinity));
        return TReal.WhereLess(x, TReal.Create(0), TReal.Create(float.NaN), positive);
    }

    /// <summary>1 ÷ (1 + e^−x), to 2 units also where it is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Sigmoid<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal e = Exp(-TReal.Abs(x));
        return TReal.WhereLess(x, TReal.Create(0), e, TReal.Create(1)) / (TReal.Create(1) + e);
    }

    /// <summary>The hyperbolic tangent, to 2 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Tanh<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        const float Curved = 0.625f;
        TReal square = x * x;
        TReal p = TReal.Create(0.00229274482f);
        p = (p * square) + TReal.Create(-0.00834394526f);
        p = (p * square) + TReal.Create(0.0217689183f);
        p = (p * square) + TReal.Create(-0.0539592579f);
        p = (p * square) + TReal.Create(0.133333042f);
        p = (p * square) + TReal.Create(-0.333333343f);
        TReal near = x + (p * square * x);
        TReal magnitude = TReal.Abs(x);
        TReal far = TReal.Create(1) - (TReal.Create(2) / (Exp(magnitude + magnitude) + TReal.Create(1)));
        return TReal.WhereLess(magnitude, TReal.Create(Curved), near, TReal.WhereLess(x, TReal.Create(0), -far, far));
    }

    /// <summary>ln(1 + e^x), to 2 units also where it is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Softplus<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        // ln(1 + e): what 1 + e loses of e is added to the logarithm again.
        TReal e = Exp(-TReal.Abs(x));
        TReal sum = TReal.Create(1) + e;
        TReal logarithm = Log(sum) + ((e - (sum - TReal.Create(1))) / sum);
        return TReal.WhereLess(x, TReal.Create(0), logarithm, x + logarithm);
    }

    /// <summary>The nearest whole number, of numbers below 2²².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Whole<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        x + TReal.Create(FloatBits.Rounder) - TReal.Create(FloatBits.Rounder);

    /// <summary>A power of two and e^r − 1 of what is left, r, so that e^x = 2^power · (1 + excess).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TReal Power, TReal Excess) Reduce<TReal>(TReal x)
        where TReal : struct, IReal<TReal>
    {
        TReal power = Whole(x * TReal.Create(TwoLogarithm));
        TReal r = x - (power * TReal.Create(LogOfTwoHigh)) - (power * TReal.Create(LogOfTwoLow));
        TReal p = TReal.Create(0.000198910173f);
        p = (p * r) + TReal.Create(0.00139336742f);
        p = (p * r) + TReal.Create(0.00833331048f);
        p = (p * r) + TReal.Create(0.041666463f);
        p = (p * r) + TReal.Create(0.166666672f);
        p = (p * r) + TReal.Create(0.5f);
        return (power, r + (p * r * r));
    }
}
