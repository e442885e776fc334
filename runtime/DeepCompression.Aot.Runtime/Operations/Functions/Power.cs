using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// left to the power of right. Small whole powers are products; of others the relative error grows with the logarithm of the result,
/// to 1e-5. Powers of negative numbers are NaN unless right is whole.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Power : IBinaryFunction
{
    /// <summary>Whole powers below 2 to this are products.</summary>
    private const int ProductBits = 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Apply<TReal>(TReal left, TReal right)
        where TReal : struct, IReal<TReal>
    {
        TReal magnitude = TReal.Abs(right);
        TReal whole = Rounding.Down(magnitude);
        TReal general = Signed(left, whole, TReal.WhereLess(whole, magnitude, TReal.Create(float.NaN), TReal.Create(1)))
            * Elementary.Exp(right * Elementary.Log(TReal.Abs(left)));
        TReal product = Product(left, magnitude);
        TReal small = TReal.WhereLess(right, TReal.Create(0), TReal.Create(1) / product, product);
        TReal wholePower = TReal.WhereLess(magnitude, TReal.Create(1 << ProductBits), small, general);
        return TReal.WhereLess(whole, magnitude, general, wholePower);
    }

    /// <summary>What the power of the magnitude is multiplied by: −1 for odd powers of negative numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Signed<TReal>(TReal left, TReal whole, TReal even)
        where TReal : struct, IReal<TReal>
    {
        TReal half = Rounding.Down(whole * TReal.Create(0.5f));
        TReal sign = TReal.WhereLess(half + half, whole, -even, even);
        return TReal.WhereLess(left, TReal.Create(0), sign, TReal.Create(1));
    }

    /// <summary>By squaring: bit after bit of the power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Product<TReal>(TReal factor, TReal power)
        where TReal : struct, IReal<TReal>
    {
        TReal product = TReal.Create(1);
        for (int bit = 0; bit < ProductBits; bit++)
        {
            TReal half = Rounding.Down(power * TReal.Create(0.5f));
            product = TReal.WhereLess(half + half, power, product * factor, product);
            factor *= factor;
            power = half;
        }

        return product;
    }
}
