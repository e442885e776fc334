using System.Diagnostics;
using System.IO.Compression;

namespace DeepCompression.Aot.Trainer.Experiments.Coders;

/// <summary>Compressors for any data, each at its strongest.</summary>
internal static class GeneralCompressors
{
    public static int Gzip(byte[] data) => Length(data, target => new GZipStream(target, CompressionLevel.SmallestSize));

    public static int Brotli(byte[] data) => Length(data, target => new BrotliStream(target, CompressionLevel.SmallestSize));

    /// <summary>The xz tool at its strongest, without a checksum; null where it is not installed.</summary>
    /// <exception cref="IOException">The tool is there but fails.</exception>
    public static int? Xz(byte[] data)
    {
        var start = new ProcessStartInfo("xz", ["--compress", "--stdout", "--check=none", "-9", "--extreme"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            using var output = new MemoryStream();
            Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
            process.StandardInput.BaseStream.Write(data);
            process.StandardInput.Close();
            reading.Wait();
            process.WaitForExit();
            return process.ExitCode == 0 ? (int)output.Length : throw new IOException($"xz ended with exit code {process.ExitCode}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static int Length(byte[] data, Func<Stream, Stream> compress)
    {
        using var output = new MemoryStream();
        using (Stream stream = compress(output))
        {
            stream.Write(data);
        }

        // ToArray still works when the compressor has closed the stream under it.
        return output.ToArray().Length;
    }
}
