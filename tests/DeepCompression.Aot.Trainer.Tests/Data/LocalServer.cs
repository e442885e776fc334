using System.Net;
using System.Net.Sockets;

namespace DeepCompression.Aot.Trainer.Tests.Data;

/// <summary>An HTTP server on this machine that answers as a test tells it to, one request at a time.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Action<HttpListenerContext> _answer;
    private readonly Task _loop;
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LocalServer(Action<HttpListenerContext> answer)
    {
        _answer = answer;
        (_listener, Address) = Listen();
        _loop = Task.Run(LoopAsync);
    }

    public Uri Address { get; }

    /// <summary>For each request so far, its path and the range it asked for.</summary>
    public List<(string Path, string? Range)> Requests { get; } = [];

    /// <summary>The first byte that a request asks for.</summary>
    public static int From(HttpListenerContext context) =>
        context.Request.Headers["Range"] is string range ? int.Parse(range["bytes=".Length..^1], provider: null) : 0;

    /// <summary>Sends the content from the byte asked for, as a server does that knows ranges.</summary>
    public static void SendRange(HttpListenerContext context, byte[] content)
    {
        int from = From(context);
        if (from >= content.Length)
        {
            Fail(context, 416);
            return;
        }

        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        Send(context, content[from..]);
    }

    public static void Send(HttpListenerContext context, byte[] content)
    {
        context.Response.ContentLength64 = content.Length;
        context.Response.OutputStream.Write(content);
        context.Response.Close();
    }

    /// <summary>Promises all of the content, sends its first bytes and, when they have arrived, drops the connection.</summary>
    public static void SendAndDrop(HttpListenerContext context, byte[] content, int sent, ManualResetEventSlim arrived)
    {
        context.Response.ContentLength64 = content.Length;
        context.Response.OutputStream.Write(content, 0, sent);
        context.Response.OutputStream.Flush();
        // A dropped connection may take bytes with it that the client has not read yet.
        arrived.Wait(TimeSpan.FromSeconds(20));
        context.Response.Abort();
    }

    public static void Fail(HttpListenerContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    public void Dispose()
    {
        _stopping.SetResult();
        _listener.Stop();
        _loop.Wait();
        _listener.Close();
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        // HttpListener cannot choose a port itself, and the one found free may be taken meanwhile.
        for (int attempt = 0; ; attempt++)
        {
            using TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            Uri address = new($"http://localhost:{port}/mirror/");
            HttpListener listener = new();
            listener.Prefixes.Add(address.AbsoluteUri);
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                // A listener that is stopped while a wait begins may never end that wait.
                Task<HttpListenerContext> request = _listener.GetContextAsync();
                if (await Task.WhenAny(request, _stopping.Task) != request)
                {
                    return;
                }

                HttpListenerContext context = await request;
                Requests.Add((context.Request.Url!.AbsolutePath, context.Request.Headers["Range"]));
                Answer(context);
            }
        }
        catch (Exception error) when (_stopping.Task.IsCompleted && error is (HttpListenerException or InvalidOperationException))
        {
            // The listener was stopped while it waited, or before.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        try
        {
            _answer(context);
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client has gone, as it does when a download is cancelled.
            context.Response.Abort();
        }
    }
}
