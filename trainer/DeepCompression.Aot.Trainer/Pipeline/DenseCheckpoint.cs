using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// Keeps trained dense networks in a cache folder, so that compressing again does not train again. A file is the parameters in
/// order, as they lie in memory, then the SHA-256 of key and parameters: what was damaged, or trained otherwise, does not match.
/// </summary>
/// <param name="Folder">The cache folder; made on the first save.</param>
internal sealed record DenseCheckpoint(string Folder)
{
    /// <summary>Puts the cached parameters into the session.</summary>
    /// <returns>Whether there were any; when a file is there but cannot be used, a notice says why.</returns>
    public bool TryLoad(DenseKey key, ITrainingSession session, out string? notice)
    {
        string path = PathOf(key);
        notice = null;
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            float[][]? parameters = Read(path, key, session);
            if (parameters is not null)
            {
                for (int i = 0; i < parameters.Length; i++)
                {
                    session.SetParameter(i, parameters[i]);
                }

                return true;
            }

            notice = $"{path}: the cached network is damaged and is not used; training again replaces it.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice = $"{path}: the cached network cannot be read and is not used: {exception.Message}";
        }

        return false;
    }

    /// <summary>Saves the session's parameters: a file is whole or absent.</summary>
    /// <returns>A notice when the cache could not be written, which costs only time; else null.</returns>
    public string? Save(DenseKey key, ITrainingSession session)
    {
        try
        {
            using var content = new MemoryStream();
            Write(content, key, session);
            ArtifactFile.Save(PathOf(key), content.GetBuffer().AsSpan(0, (int)content.Length));
            return null;
        }
        catch (ArtifactFileException exception)
        {
            return $"the trained network could not be cached: {exception.Message}";
        }
    }

    private string PathOf(DenseKey key) => Path.Combine(Folder, $"{key.Network}-{key.ShortHash}.dense");

    private static void Write(Stream file, DenseKey key, ITrainingSession session)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(key.Hash);
        for (int i = 0; i < session.Network.Graph.Parameters.Length; i++)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(session.GetParameter(i));
            hash.AppendData(bytes);
            file.Write(bytes);
        }

        file.Write(hash.GetHashAndReset());
    }

    /// <summary>The parameters, or null when the file is not what was saved under this key.</summary>
    private static float[][]? Read(string path, DenseKey key, ITrainingSession session)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length != session.Network.DenseBytes + SHA256.HashSizeInBytes)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(key.Hash);
        float[][] parameters = [.. session.Network.Graph.Parameters.Select(shape => new float[shape.ElementCount])];
        foreach (float[] parameter in parameters)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(parameter.AsSpan());
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
        }

        Span<byte> stored = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(stored);
        return stored.SequenceEqual(hash.GetHashAndReset()) ? parameters : null;
    }
}
