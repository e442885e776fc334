using System.Text;

namespace DeepCompression.Aot.Tasks;

/// <summary>The text form in which an artifact reaches the generator: one line that names the form, then base64.</summary>
internal static class ArtifactText
{
    /// <summary>The first line of every text file.</summary>
    internal const string FirstLine = "DeepCompression.Aot artifact v1";

    private const int BytesPerLine = 90; // 120 characters

    /// <summary>Writes an artifact's text through a temporary file, so that an interrupted build leaves no half of one.</summary>
    /// <returns>False, and nothing is written, if the artifact is larger than the limit.</returns>
    /// <exception cref="IOException">The artifact cannot be read or the text not written.</exception>
    public static bool TryWrite(string artifact, string text, long maximumBytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(text))!);
        string temporary = $"{text}.{Path.GetRandomFileName()}";
        DateTime begun = DateTime.UtcNow;
        try
        {
            using (FileStream source = File.OpenRead(artifact))
            using (var target = new StreamWriter(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
            {
                if (!TryCopy(source, target, maximumBytes))
                {
                    return false;
                }
            }

            // As old as what it was made from: an artifact that was replaced meanwhile is newer, and the next build encodes that.
            File.SetLastWriteTimeUtc(temporary, begun);
            FinishedFile.Move(temporary, text);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Counts what is read rather than asking for the length, which devices and growing files misstate.</summary>
    private static bool TryCopy(Stream source, TextWriter target, long maximumBytes)
    {
        target.WriteLine(FirstLine);
        byte[] line = new byte[BytesPerLine];
        long total = 0;
        int count;
        while ((count = Fill(source, line)) > 0)
        {
            total += count;
            if (total > maximumBytes)
            {
                return false;
            }

            target.WriteLine(Convert.ToBase64String(line, 0, count));
        }

        return true;
    }

    /// <summary>Fills the buffer, or as much of it as the stream still has.</summary>
    private static int Fill(Stream source, byte[] buffer)
    {
        int filled = 0;
        int count;
        while (filled < buffer.Length && (count = source.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += count;
        }

        return filled;
    }
}
