using System.Security.Cryptography;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>A file whose content is known by its hash; how it is compressed is left open.</summary>
/// <param name="Name">The file's name, in the cache and on a server.</param>
/// <param name="ContentLength">The decompressed length, in bytes.</param>
/// <param name="Sha256">SHA-256 of the decompressed content, in lower-case hexadecimal.</param>
internal sealed record VerifiedFile(string Name, long ContentLength, string Sha256)
{
    /// <summary>No copy of the file is longer: gzip adds little even to what it cannot compress.</summary>
    public long LongestCopy => ContentLength + (ContentLength / 1_000) + 1_024;

    /// <summary>Whether the file at <paramref name="path"/>, plain or gzip, has this content. Damaged gzip data do not.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Matches(string path, CancellationToken cancellation)
    {
        try
        {
            using Stream content = GzipContent.Open(path, out long length);
            return length == ContentLength && Hash(content, cancellation) == Sha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private string? Hash(Stream content, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        long left = ContentLength;
        for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            left -= read;
            if (left < 0)
            {
                return null;
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
