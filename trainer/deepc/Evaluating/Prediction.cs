using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DeepCompression.Aot.CommandLine.Evaluating;

/// <summary>What outputs mean, and the files that other programs' outputs are compared with.</summary>
internal static class Prediction
{
    /// <summary>The class of each sample: its largest output, the first of equals.</summary>
    /// <param name="logits">(count, classes).</param>
    /// <param name="classes">The classes.</param>
    public static int[] Classes(ReadOnlySpan<float> logits, int classes)
    {
        var predictions = new int[logits.Length / classes];
        for (int i = 0; i < predictions.Length; i++)
        {
            ReadOnlySpan<float> sample = logits.Slice(i * classes, classes);
            for (int label = 1; label < classes; label++)
            {
                if (sample[label] > sample[predictions[i]])
                {
                    predictions[i] = label;
                }
            }
        }

        return predictions;
    }

    /// <summary>One class per line, each ended by <c>\n</c>.</summary>
    public static byte[] ToLines(IEnumerable<int> classes)
    {
        var text = new StringBuilder();
        foreach (int label in classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{label}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Float32 numbers, little-endian, one after another.</summary>
    public static byte[] ToBytes(ReadOnlySpan<float> logits)
    {
        var bytes = new byte[checked(logits.Length * sizeof(float))];
        for (int i = 0; i < logits.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), logits[i]);
        }

        return bytes;
    }
}
