using System.Net;
using System.Net.Http.Headers;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>How one attempt at a file ended.</summary>
internal enum FetchOutcome
{
    /// <summary>All bytes came in this attempt.</summary>
    Whole,

    /// <summary>The server had no more to add to what earlier attempts had brought.</summary>
    Resumed,

    /// <summary>It failed in a way that may pass; what has come so far is kept.</summary>
    Interrupted,

    /// <summary>This address will not serve the file.</summary>
    Refused,
}

/// <summary>How one attempt ended, and why.</summary>
internal readonly record struct FetchResult(FetchOutcome Outcome, string Reason);

/// <summary>One attempt: fetches what a <c>.part</c> file still lacks, by an HTTP range, or all of it where the server knows no ranges.</summary>
internal sealed class PartialDownload(HttpClient client, TimeSpan idleTimeout)
{
    /// <summary>Brings the <c>.part</c> file as far as this attempt goes.</summary>
    /// <param name="address">The file on the server.</param>
    /// <param name="part">What has come so far; made where it does not exist.</param>
    /// <param name="longest">More bytes than this are not accepted.</param>
    /// <param name="progress">Told the bytes on disk and, where known, those in all.</param>
    /// <param name="cancellation">Stops the attempt; what has come stays.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it.</exception>
    /// <exception cref="UnauthorizedAccessException">The <c>.part</c> file cannot be written.</exception>
    public async Task<FetchResult> RunAsync(
        Uri address, string part, long longest, Action<long, long?> progress, CancellationToken cancellation)
    {
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        idle.CancelAfter(idleTimeout);
        try
        {
            FileStream file = new(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                return await FetchAsync(address, file, longest, progress, idle).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new FetchResult(FetchOutcome.Interrupted, error.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new FetchResult(FetchOutcome.Interrupted, "the server sent nothing for too long");
        }
    }

    private async Task<FetchResult> FetchAsync(
        Uri address, FileStream file, long longest, Action<long, long?> progress, CancellationTokenSource idle)
    {
        long had = file.Length;
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Range = had > 0 ? new RangeHeaderValue(had, null) : null;
        using HttpResponseMessage response =
            await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, idle.Token).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.RequestedRangeNotSatisfiable when had > 0:
                // Nothing lies beyond what is there: verification tells whether it is the file.
                return new FetchResult(FetchOutcome.Resumed, "");
            case HttpStatusCode.PartialContent when had > 0 && response.Content.Headers.ContentRange?.From == had:
                file.Position = had;
                break;
            case HttpStatusCode.PartialContent:
                file.SetLength(0);
                return new FetchResult(FetchOutcome.Interrupted, "the server sent another range than asked for");
            case HttpStatusCode.OK:
                had = 0;
                file.SetLength(0);
                break;
            default:
                return Failure(response.StatusCode);
        }

        long? total = had + response.Content.Headers.ContentLength;
        if (!await CopyAsync(response.Content, file, longest, received => progress(received, total), idle).ConfigureAwait(false))
        {
            file.SetLength(0);
            return new FetchResult(FetchOutcome.Refused, $"the server sent more than the {longest} bytes that the file can have");
        }

        return new FetchResult(had > 0 ? FetchOutcome.Resumed : FetchOutcome.Whole, "");
    }

    private async Task<bool> CopyAsync(
        HttpContent content, FileStream file, long longest, Action<long> progress, CancellationTokenSource idle)
    {
        using Stream body = await content.ReadAsStreamAsync(idle.Token).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        while (true)
        {
            int read = await body.ReadAsync(buffer, idle.Token).ConfigureAwait(false);
            idle.CancelAfter(idleTimeout);
            if (read == 0)
            {
                return true;
            }

            if (file.Position + read > longest)
            {
                return false;
            }

            await file.WriteAsync(buffer.AsMemory(0, read), idle.Token).ConfigureAwait(false);
            progress(file.Position);
        }
    }

    private static FetchResult Failure(HttpStatusCode status)
    {
        bool mayPass = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
        return new FetchResult(mayPass ? FetchOutcome.Interrupted : FetchOutcome.Refused, $"HTTP {(int)status}");
    }
}
