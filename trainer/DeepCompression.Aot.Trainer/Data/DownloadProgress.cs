namespace DeepCompression.Aot.Trainer.Data;

/// <summary>How far the download of one file has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes on disk so far, those of an earlier run among them.</param>
/// <param name="Total">Bytes in all, or null where the server does not say.</param>
public readonly record struct DownloadProgress(string File, long Received, long? Total);
