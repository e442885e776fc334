namespace KeywordsSample.Features;

/// <summary>
/// X[k] = Σ x[n] · e^(−2πi·k·n/N), in place, for N = 512 (Cooley and Tukey, radix 2). In double precision: what is quiet in a spectrum
/// is not drowned by the rounding of what is loud.
/// </summary>
internal sealed class FourierTransform
{
    /// <summary>N.</summary>
    public const int Length = 512;

    private readonly double[] _cosines = new double[Length / 2];
    private readonly double[] _sines = new double[Length / 2];

    public FourierTransform()
    {
        for (int i = 0; i < Length / 2; i++)
        {
            (_sines[i], _cosines[i]) = Math.SinCos(-2 * Math.PI * i / Length);
        }
    }

    /// <summary>Replaces N complex numbers by their transform.</summary>
    /// <param name="real">(512).</param>
    /// <param name="imaginary">(512).</param>
    public void Run(Span<double> real, Span<double> imaginary)
    {
        Reorder(real, imaginary);
        for (int half = 1; half < Length; half *= 2)
        {
            for (int start = 0; start < Length; start += 2 * half)
            {
                Combine(real.Slice(start, 2 * half), imaginary.Slice(start, 2 * half), half);
            }
        }
    }

    /// <summary>Makes of the transforms of the even and of the odd numbers that of both.</summary>
    private void Combine(Span<double> real, Span<double> imaginary, int half)
    {
        int step = Length / (2 * half);
        for (int i = 0; i < half; i++)
        {
            (double cosine, double sine) = (_cosines[i * step], _sines[i * step]);
            double oddReal = (real[half + i] * cosine) - (imaginary[half + i] * sine);
            double oddImaginary = (real[half + i] * sine) + (imaginary[half + i] * cosine);
            (real[half + i], imaginary[half + i]) = (real[i] - oddReal, imaginary[i] - oddImaginary);
            (real[i], imaginary[i]) = (real[i] + oddReal, imaginary[i] + oddImaginary);
        }
    }

    /// <summary>Puts each number where the reversed bits of its place say.</summary>
    private static void Reorder(Span<double> real, Span<double> imaginary)
    {
        int reversed = 0;
        for (int i = 1; i < Length; i++)
        {
            // Adds one from the highest bit downwards.
            int bit = Length / 2;
            for (; (reversed & bit) != 0; bit /= 2)
            {
                reversed ^= bit;
            }

            reversed |= bit;
            if (i < reversed)
            {
                (real[i], real[reversed]) = (real[reversed], real[i]);
                (imaginary[i], imaginary[reversed]) = (imaginary[reversed], imaginary[i]);
            }
        }
    }
}
