namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Fetches verified files into a folder. A file gets its name only after its content was verified; until then it
/// is <c>NAME.part</c>, which the next attempt, or the next run, continues.
/// </summary>
internal sealed class FileDownload(HttpClient client, MnistDownloadOptions options, string folder, IProgress<DownloadProgress>? progress)
{
    private readonly PartialDownload _partial = new(client, options.IdleTimeout);

    /// <summary>Sees to it that the file is in the folder; one that is there and verifies is left alone.</summary>
    /// <exception cref="DataException">No address gave the file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it; the next run continues.</exception>
    public async Task EnsureAsync(VerifiedFile file, CancellationToken cancellation)
    {
        string target = Path.Combine(folder, file.Name);
        if (File.Exists(target) && file.Matches(target, cancellation))
        {
            return;
        }

        List<string> failures = [];
        foreach (Uri baseAddress in options.BaseAddresses)
        {
            Uri address = FileAddress(baseAddress, file.Name);
            string? failure = await TryAddressAsync(address, file, target, cancellation).ConfigureAwait(false);
            if (failure is null)
            {
                return;
            }

            failures.Add($"{address}: {failure}");
        }

        throw new DataException(
            target,
            "download",
            $"no address gave the file ({string.Join("; ", failures)}).",
            "Check the connection, name another address, or put the file there yourself.");
    }

    // Null when the file is in place, or else why this address did not give it.
    private async Task<string?> TryAddressAsync(Uri address, VerifiedFile file, string target, CancellationToken cancellation)
    {
        string part = target + ".part";
        string failure = "";
        for (int attempt = 0; attempt < options.Attempts; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(options.RetryDelay * (1L << Math.Min(attempt - 1, 10)), cancellation).ConfigureAwait(false);
            }

            FetchResult result = await _partial.RunAsync(
                address, part, file.LongestCopy, (received, total) => progress?.Report(new(file.Name, received, total)), cancellation)
                .ConfigureAwait(false);
            failure = result.Reason;
            if (result.Outcome is FetchOutcome.Refused)
            {
                return failure;
            }

            if (result.Outcome is FetchOutcome.Interrupted)
            {
                continue;
            }

            if (file.Matches(part, cancellation))
            {
                File.Move(part, target, overwrite: true);
                return null;
            }

            File.Delete(part);
            failure = "its content has another SHA-256 than the file must have";
            if (result.Outcome is FetchOutcome.Whole)
            {
                return failure;
            }
        }

        return failure;
    }

    // A base address names a folder, with or without the slash that makes it one.
    private static Uri FileAddress(Uri baseAddress, string name) => new($"{baseAddress.AbsoluteUri.TrimEnd('/')}/{name}");
}
