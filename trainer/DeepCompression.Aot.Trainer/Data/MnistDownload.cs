namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Downloads MNIST on request. Each file is verified by the SHA-256 of its decompressed content, so that it does
/// not matter how a mirror compressed it; one that is in the folder and verifies is not downloaded again.
/// </summary>
public static class MnistDownload
{
    private static readonly VerifiedFile[] Files =
    [
        new("train-images-idx3-ubyte.gz", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte.gz", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte.gz", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte.gz", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];

    /// <summary>Sees to it that the four files are in the cache folder; <see cref="IdxFolder.Read"/> reads them from there.</summary>
    /// <param name="options">From where, to where; public mirrors and the user's cache where null.</param>
    /// <param name="progress">Told as bytes arrive.</param>
    /// <param name="cancellation">Stops the download; the next run continues where it was.</param>
    /// <returns>The folder that holds the files.</returns>
    /// <exception cref="DataException">No address gave a file, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it.</exception>
    public static Task<string> RunAsync(
        MnistDownloadOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(Files, options ?? new MnistDownloadOptions(), progress, cancellation);

    /// <summary>The same for any list of files.</summary>
    internal static async Task<string> RunAsync(
        IEnumerable<VerifiedFile> files, MnistDownloadOptions options, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfZero(options.BaseAddresses.Count, nameof(options));
        foreach (Uri address in options.BaseAddresses)
        {
            CheckAddress(address);
        }

        string folder = options.Folder ?? DataCache.Folder("mnist");
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream guard = Guard(folder);
            using SocketsHttpHandler handler = new() { ConnectTimeout = options.IdleTimeout };
            // PartialDownload times out by itself: a slow download is not a dead one.
            using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
            FileDownload download = new(client, options, folder, progress);
            foreach (VerifiedFile file in files)
            {
                await download.EnsureAsync(file, cancellation).ConfigureAwait(false);
            }

            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(folder, "writing", error.Message, "Name a folder that may be written.", error);
        }
    }

    private static void CheckAddress(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new DataException(address.OriginalString, "address", "it is not one of the web.", "Name one that begins with https://.");
        }
    }

    // Two programs must not append to one part file.
    private static FileStream Guard(string folder)
    {
        string path = Path.Combine(folder, "download.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException error)
        {
            throw new DataException(path, "lock", "another program is downloading into this folder.", "Run this again when it is done.", error);
        }
    }
}
