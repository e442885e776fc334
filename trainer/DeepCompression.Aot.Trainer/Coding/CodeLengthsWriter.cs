using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the code lengths of an alphabet as <see cref="CodeLengths"/> reads them.</summary>
internal static class CodeLengthsWriter
{
    public static void Write(BitWriter writer, ReadOnlySpan<byte> lengths)
    {
        int prediction = CodeLengths.FirstPrediction(lengths.Length);
        foreach (byte length in lengths)
        {
            if (length == 0)
            {
                writer.WriteExpGolomb(CodeLengths.Absent);
                continue;
            }

            writer.WriteExpGolomb(Number(length - prediction));
            prediction = length;
        }
    }

    /// <summary>The inverse of <see cref="CodeLengths.Difference"/>.</summary>
    private static int Number(int difference)
    {
        int rank = difference > 0 ? (2 * difference) - 1 : -2 * difference;
        return rank >= CodeLengths.Absent ? rank + 1 : rank;
    }
}
