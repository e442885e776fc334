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
                writer.WriteNumber(CodeLengths.Absent);
                continue;
            }

            int rank = SignedNumber.ToRank(length - prediction);
            writer.WriteNumber(rank >= CodeLengths.Absent ? rank + 1 : rank);
            prediction = length;
        }
    }
}
