using System.Runtime.InteropServices;
using System.Text;

namespace DigitsSample;

/// <summary>Files for comparing results with other programs, in the forms that 'deepc evaluate' writes.</summary>
internal static class ResultFiles
{
    /// <summary>One class per line.</summary>
    public static void WritePredictions(string path, ReadOnlySpan<byte> predictions)
    {
        var lines = new StringBuilder(2 * predictions.Length);
        foreach (byte prediction in predictions)
        {
            lines.Append((char)('0' + prediction)).Append('\n');
        }

        Write(path, Encoding.ASCII.GetBytes(lines.ToString()));
    }

    /// <summary>The logits of one image after another as 32-bit floats, little-endian as every processor this program runs on.</summary>
    public static void WriteLogits(string path, ReadOnlySpan<float> logits) => Write(path, MemoryMarshal.AsBytes(logits));

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            File.WriteAllBytes(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"'{path}' cannot be written; name a file in a folder that exists and may be written");
        }
    }
}
