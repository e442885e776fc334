namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>The error function in double precision, to about 1e-15.</summary>
internal static class ReferenceErf
{
    /// <summary>From here on it is 1 in double precision.</summary>
    private const double Flat = 6;

    /// <summary>
    /// (2 ÷ √π) · e^−x² · Σ 2ⁿ x^(2n+1) ÷ (1 · 3 · … · (2n+1)), whose terms are all of one sign, summed until they add nothing.
    /// </summary>
    public static double Of(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > Flat)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
