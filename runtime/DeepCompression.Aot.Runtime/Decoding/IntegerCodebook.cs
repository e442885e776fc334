namespace DeepCompression.Aot.Runtime;

/// <summary>A codebook in integers of eight bits, or in halves of fourteen: what the byte windows' codes stand for.</summary>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal sealed class IntegerCodebook
{
    /// <summary>Codes that a register of bytes looks up; a layout with fewer has each of its own more than once.</summary>
    public const int Codes = 64;

    /// <summary>Bits of the lower half of a number of fourteen.</summary>
    public const int HalfBits = 7;

    private const int LargestHalf = (1 << (HalfBits - 1)) - 1;

    private IntegerCodebook(float scale, sbyte[] values)
    {
        Scale = scale;
        Values = values;
    }

    /// <summary>What a value of 1 stands for.</summary>
    public float Scale { get; }

    /// <summary>The value of each code; of fourteen bits the upper halves, then the lower ones.</summary>
    public sbyte[] Values { get; }

    /// <summary>The upper halves, or all there is.</summary>
    public ReadOnlySpan<sbyte> High => Values.AsSpan(0, Codes);

    /// <summary>The lower halves, or nothing.</summary>
    public ReadOnlySpan<sbyte> Low => Values.AsSpan(Codes);

    /// <summary>Values of eight bits, the largest of magnitude 127.</summary>
    /// <param name="codebook">The value of each code.</param>
    /// <param name="width">Columns of a window, on which depends how many bits a code has.</param>
    public static IntegerCodebook OfBytes(ReadOnlySpan<float> codebook, int width)
    {
        float scale = Largest(codebook) / sbyte.MaxValue;
        return new(scale, Array.ConvertAll(Round(codebook, scale, width), value => (sbyte)value));
    }

    /// <summary>Values of fourteen bits, the largest of magnitude 8,127: 128 times an upper half from −63 to 63, and a lower one from −64 to 63.</summary>
    /// <param name="codebook">The value of each code.</param>
    /// <param name="width">Columns of a window, on which depends how many bits a code has.</param>
    public static IntegerCodebook OfHalves(ReadOnlySpan<float> codebook, int width)
    {
        float scale = Largest(codebook) / ((LargestHalf << HalfBits) + LargestHalf);
        int[] rounded = Round(codebook, scale, width);
        var halves = new sbyte[2 * Codes];
        for (int code = 0; code < Codes; code++)
        {
            int high = (rounded[code] + LargestHalf + 1) >> HalfBits;
            halves[code] = (sbyte)high;
            halves[Codes + code] = (sbyte)(rounded[code] - (high << HalfBits));
        }

        return new(scale, halves);
    }

    /// <summary>The integer of each code. Codes of fewer bits ignore what else a byte holds, so theirs repeat.</summary>
    private static int[] Round(ReadOnlySpan<float> codebook, float scale, int width)
    {
        var rounded = new int[Codes];
        for (int code = 0; code < Codes; code++)
        {
            int value = code & ((1 << ByteWindowBuilder.CodeBits(width)) - 1);
            rounded[code] = value < codebook.Length && scale > 0 ? (int)Math.Round(codebook[value] / scale) : 0;
        }

        return rounded;
    }

    private static float Largest(ReadOnlySpan<float> codebook)
    {
        float largest = 0;
        foreach (float value in codebook)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
