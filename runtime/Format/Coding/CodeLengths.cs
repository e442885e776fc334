namespace DeepCompression.Aot.Format;

/// <summary>
/// Reads the code lengths of an alphabet. Neighbouring symbols have similar lengths, so each is written as its difference to the
/// length before it, in an Exp-Golomb code: most take one to three bits.
/// </summary>
internal static class CodeLengths
{
    /// <summary>The number that says "this symbol does not occur".</summary>
    public const int Absent = 3;

    /// <summary>The length expected of the first symbol: that of a fixed-width code.</summary>
    public static int FirstPrediction(int symbolCount)
    {
        int bits = 1;
        while (1 << bits < symbolCount)
        {
            bits++;
        }

        return bits;
    }

    public static byte[] Read(ref BitReader reader, int symbolCount)
    {
        var lengths = new byte[symbolCount];
        int prediction = FirstPrediction(symbolCount);
        for (int symbol = 0; symbol < symbolCount; symbol++)
        {
            int number = reader.ReadExpGolomb();
            if (number == Absent)
            {
                continue;
            }

            prediction += Difference(number);
            if (prediction is < 1 or > CanonicalCode.MaxLength)
            {
                throw ArtifactException.Rule($"a code length of {prediction} is outside 1 to {CanonicalCode.MaxLength}");
            }

            lengths[symbol] = (byte)prediction;
        }

        return lengths;
    }

    /// <summary>0, 1, 2, 4, 5, 6, 7 … stand for 0, +1, −1, +2, −2, +3, −3 …; 3 is <see cref="Absent"/>.</summary>
    public static int Difference(int number)
    {
        int rank = number > Absent ? number - 1 : number;
        return (rank & 1) == 1 ? (rank + 1) / 2 : -rank / 2;
    }
}
