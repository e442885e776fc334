using System.Security.Cryptography;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public sealed class MnistDownloadTests : IDisposable
{
    private const string Name = "images.gz";

    private static readonly byte[] Content = Noise(200_000);
    private static readonly byte[] Packed = IdxBytes.Gzip(Content);
    private static readonly VerifiedFile File = Verified(Name, Content);

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File(Name);

    private string Part => _folder.File(Name + ".part");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_download_brings_the_verified_file_and_reports_its_progress()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        ProgressLog progress = new();

        string folder = await MnistDownload.RunAsync([File], Options(server), progress, CancellationToken.None);

        Assert.Equal(_folder.Path, folder);
        AssertComplete();
        Assert.Equal([("/mirror/images.gz", null)], server.Requests);
        Assert.Equal(new DownloadProgress(Name, Packed.Length, Packed.Length), progress.Reports[^1]);
        Assert.Equal(progress.Reports.OrderBy(report => report.Received), progress.Reports);
    }

    [Fact]
    public async Task A_file_that_is_there_and_verifies_is_not_downloaded_again()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        // However it is compressed: verification is of the content.
        _folder.Write(Name, Content);

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_damaged_file_in_the_cache_is_replaced()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        _folder.Write(Name, Packed[..^100]);

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);

        AssertComplete();
    }

    [Fact]
    public async Task An_interrupted_download_is_resumed_where_it_stopped()
    {
        using ManualResetEventSlim arrived = new();
        using LocalServer server = new(context =>
        {
            if (LocalServer.From(context) == 0)
            {
                LocalServer.SendAndDrop(context, Packed, 100_000, arrived);
            }
            else
            {
                LocalServer.SendRange(context, Packed);
            }
        });
        ProgressLog progress = new() { OnReport = report => SetAt(report, arrived) };

        await MnistDownload.RunAsync([File], Options(server), progress, CancellationToken.None);

        AssertComplete();
        Assert.Equal([null, "bytes=100000-"], server.Requests.Select(request => request.Range));

        static void SetAt(DownloadProgress report, ManualResetEventSlim arrived)
        {
            if (report.Received == 100_000)
            {
                arrived.Set();
            }
        }
    }

    [Fact]
    public async Task A_later_run_resumes_what_an_earlier_one_left()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        _folder.Write(Name + ".part", Packed[..777]);
        ProgressLog progress = new();

        await MnistDownload.RunAsync([File], Options(server), progress, CancellationToken.None);

        AssertComplete();
        Assert.Equal("bytes=777-", server.Requests.Single().Range);
        Assert.Equal(Packed.Length, progress.Reports[^1].Total);
    }

    [Fact]
    public async Task A_part_that_is_already_whole_is_verified_and_taken()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        _folder.Write(Name + ".part", Packed);

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);

        AssertComplete();
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_part_of_another_file_is_dropped_and_the_file_fetched_whole()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        _folder.Write(Name + ".part", new byte[500]);

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);

        AssertComplete();
        Assert.Equal(["bytes=500-", null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task A_server_without_ranges_sends_the_file_from_the_start()
    {
        using LocalServer server = new(context => LocalServer.Send(context, Packed));
        _folder.Write(Name + ".part", Packed[..777]);

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);

        AssertComplete();
    }

    [Fact]
    public async Task A_server_that_sends_another_range_is_asked_again_from_the_start()
    {
        using LocalServer server = new(context =>
        {
            if (LocalServer.From(context) > 0)
            {
                context.Response.StatusCode = 206;
                context.Response.Headers["Content-Range"] = $"bytes 5-{Packed.Length - 1}/{Packed.Length}";
                LocalServer.Send(context, Packed[5..]);
                return;
            }

            LocalServer.Send(context, Packed);
        });
        _folder.Write(Name + ".part", Packed[..777]);

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);

        AssertComplete();
    }

    [Fact]
    public async Task Wrong_content_is_an_error_and_leaves_no_file()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, IdxBytes.Gzip(Noise(199_999))));

        DataException error = await Fails(server);

        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.Equal(Target, error.File);
        Assert.False(System.IO.File.Exists(Target));
        Assert.False(System.IO.File.Exists(Part));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        using LocalServer server = new(context =>
        {
            context.Response.SendChunked = true;
            for (int i = 0; i < 1_000; i++)
            {
                context.Response.OutputStream.Write(Content);
            }
        });

        DataException error = await Fails(server);

        Assert.Contains("more than", error.Message, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Part).Length, 0, File.LongestCopy);
    }

    [Fact]
    public async Task A_missing_file_is_an_error_at_once_and_names_the_address()
    {
        using LocalServer server = new(context => LocalServer.Fail(context, 404));

        DataException error = await Fails(server);

        Assert.Contains($"{server.Address}{Name}: HTTP 404", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_failing_server_is_tried_as_often_as_asked()
    {
        using LocalServer server = new(context => LocalServer.Fail(context, 503));

        DataException error = await Fails(server);

        Assert.Contains("HTTP 503", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_fails()
    {
        using LocalServer missing = new(context => LocalServer.Fail(context, 404));
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        // The second without the slash at its end.
        MnistDownloadOptions options = Options(missing) with
        {
            BaseAddresses = [missing.Address, new Uri(server.Address.AbsoluteUri.TrimEnd('/'))],
        };

        await MnistDownload.RunAsync([File], options, null, CancellationToken.None);

        AssertComplete();
        Assert.Single(missing.Requests);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_after_the_idle_time()
    {
        using ManualResetEventSlim over = new();
        using LocalServer server = new(context =>
        {
            context.Response.ContentLength64 = Packed.Length;
            context.Response.OutputStream.Write(Packed, 0, 1_000);
            context.Response.OutputStream.Flush();
            over.Wait(TimeSpan.FromSeconds(20));
            context.Response.Abort();
        });
        MnistDownloadOptions options = Options(server) with { Attempts = 1, IdleTimeout = TimeSpan.FromMilliseconds(300) };

        DataException error = await Assert.ThrowsAsync<DataException>(
            () => MnistDownload.RunAsync([File], options, null, CancellationToken.None));
        over.Set();

        Assert.Contains("sent nothing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_download_keeps_its_part_and_the_next_run_completes_it()
    {
        using CancellationTokenSource cancellation = new();
        using LocalServer server = new(context =>
        {
            if (LocalServer.From(context) > 0)
            {
                LocalServer.SendRange(context, Packed);
                return;
            }

            context.Response.ContentLength64 = Packed.Length;
            context.Response.OutputStream.Write(Packed, 0, 100_000);
            context.Response.OutputStream.Flush();
            cancellation.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            context.Response.Abort();
        });
        ProgressLog progress = new() { OnReport = report => CancelAt(report, cancellation) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => MnistDownload.RunAsync([File], Options(server), progress, cancellation.Token));
        Assert.False(System.IO.File.Exists(Target));
        Assert.Equal(Packed[..100_000], await System.IO.File.ReadAllBytesAsync(Part));

        await MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None);
        AssertComplete();
        Assert.Equal("bytes=100000-", server.Requests[^1].Range);

        static void CancelAt(DownloadProgress report, CancellationTokenSource cancellation)
        {
            if (report.Received == 100_000)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public async Task A_second_download_into_the_same_folder_is_refused_while_one_runs()
    {
        using FileStream other = new(_folder.File("download.lock"), FileMode.Create, FileAccess.Write, FileShare.None);
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));

        DataException error = await Fails(server);

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_data_error()
    {
        using LocalServer server = new(context => LocalServer.SendRange(context, Packed));
        MnistDownloadOptions options = Options(server) with { Folder = Path.Combine(_folder.Write("file", []), "below") };

        await Assert.ThrowsAsync<DataException>(() => MnistDownload.RunAsync([File], options, null, CancellationToken.None));
    }

    [Theory]
    [InlineData("mirror/mnist")]
    [InlineData("ftp://localhost/mnist")]
    public async Task An_address_that_is_not_of_the_web_is_a_data_error(string address)
    {
        MnistDownloadOptions options = new() { BaseAddresses = [new Uri(address, UriKind.RelativeOrAbsolute)], Folder = _folder.Path };

        DataException error = await Assert.ThrowsAsync<DataException>(() => MnistDownload.RunAsync(options));

        Assert.Equal(address, error.File);
    }

    [Fact]
    public void The_cache_is_where_the_setting_says_or_in_the_users_local_data()
    {
        Assert.Equal(Path.GetFullPath(Path.Combine("here", "mnist")), DataCache.Folder("mnist", "here", "local"));
        Assert.Equal(Path.Combine("local", "deepc", "mnist"), DataCache.Folder("mnist", null, "local"));
        Assert.Throws<DataException>(() => DataCache.Folder("mnist", "", ""));
    }

    /// <summary>The hashes that the download demands are those of the real files.</summary>
    [DataFact("mnist")]
    public async Task The_real_mnist_downloads_verifies_and_reads()
    {
        string data = Path.Combine(Repository.Data, "mnist");
        using LocalServer server = new(
            context => LocalServer.SendRange(context, System.IO.File.ReadAllBytes(Path.Combine(data, context.Request.Url!.Segments[^1]))));

        string folder = await MnistDownload.RunAsync(Options(server));

        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(10_000, IdxFolder.Read(folder, "MNIST").Test.Count);
        await MnistDownload.RunAsync(Options(server));
        Assert.Equal(4, server.Requests.Count);
    }

    private static VerifiedFile Verified(string name, byte[] content) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    private MnistDownloadOptions Options(LocalServer server) => new()
    {
        BaseAddresses = [server.Address],
        Folder = _folder.Path,
        Attempts = 3,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private Task<DataException> Fails(LocalServer server) =>
        Assert.ThrowsAsync<DataException>(() => MnistDownload.RunAsync([File], Options(server), null, CancellationToken.None));

    private void AssertComplete()
    {
        Assert.Equal(Packed, System.IO.File.ReadAllBytes(Target));
        Assert.False(System.IO.File.Exists(Part));
    }

    /// <summary>Hears reports in order, on the thread that makes them.</summary>
    private sealed class ProgressLog : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public Action<DownloadProgress>? OnReport { get; init; }

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke(value);
        }
    }
}
