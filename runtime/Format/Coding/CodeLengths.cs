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
    public static int FirstPrediction(int symbolCount) => Math.Max(1, FixedWidth.BitsFor(symbolCount));

    public static byte[] Read(ref BitReader reader, int symbolCount)
    {
        var lengths = new byte[symbolCount];
        int prediction = FirstPrediction(symbolCount);
        for (int symbol = 0; symbol < symbolCount; symbol++)
        {
            int number = reader.ReadNumber();
            if (number == Absent)
            {
                continue;
            }

            prediction += SignedNumber.FromRank(number > Absent ? number - 1 : number);
            reader.Require(
                prediction is >= 1 and <= CanonicalCode.MaxLength, $"a code length of {prediction} is outside 1 to {CanonicalCode.MaxLength}");
            lengths[symbol] = (byte)prediction;
        }

        return lengths;
    }
}
