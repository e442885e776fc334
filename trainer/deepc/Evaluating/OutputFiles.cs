using System.Globalization;
using System.Text;

namespace DeepCompression.Aot.CommandLine.Evaluating;

/// <summary>The files that another program's outputs are compared with.</summary>
internal static class OutputFiles
{
    /// <summary>One class per line, each ended by <c>\n</c>.</summary>
    public static byte[] Lines(IEnumerable<int> classes)
    {
        var text = new StringBuilder();
        foreach (int label in classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{label}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
