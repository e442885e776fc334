using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepCompression.Aot.Tests.Experiments;

/// <summary>A page of a browser, over the DevTools protocol: commands and their answers, and everything that the page complains of.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket;
    private int _lastId;
    private bool _loaded;

    private ChromiumPage(ClientWebSocket socket) => _socket = socket;

    /// <summary>Console errors, exceptions, blocked or failed loads, and requests for anything but local content.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Connects to the first page of the browser at a port.</summary>
    public static async Task<ChromiumPage> ConnectAsync(int port)
    {
        using var http = new HttpClient();
        JsonNode pages = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list")))!;
        string address = pages.AsArray().First(page => (string?)page!["type"] == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(address), CancellationToken.None);
        var page = new ChromiumPage(socket);
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await page.CallAsync(domain + ".enable");
        }

        return page;
    }

    /// <summary>Opens an address and waits until it is loaded.</summary>
    public async Task OpenAsync(Uri address)
    {
        _loaded = false;
        await CallAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        using var timeout = new CancellationTokenSource(Timeout);
        while (!_loaded)
        {
            Notice(await ReceiveAsync(timeout.Token));
        }
    }

    /// <summary>The value of a script, evaluated in the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        JsonNode answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } details ? throw new InvalidOperationException(details.ToJsonString()) : answer["result"]!["value"];
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await ValueTask.CompletedTask;
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        using var timeout = new CancellationTokenSource(Timeout);
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        while (true)
        {
            JsonNode message = await ReceiveAsync(timeout.Token);
            if ((int?)message["id"] == id)
            {
                return message["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : message["result"]!;
            }

            Notice(message);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellation);
            message.Write(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(message.ToArray()) ?? throw new InvalidOperationException("The browser sent nothing.");
    }

    private void Notice(JsonNode message)
    {
        JsonNode? parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Page.loadEventFired":
                _loaded = true;
                break;
            case "Runtime.exceptionThrown":
            case "Network.loadingFailed":
                Complaints.Add(message.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string?)parameters!["type"] is "error" or "warning":
            case "Log.entryAdded" when (string?)parameters!["entry"]!["level"] is "error" or "warning":
                Complaints.Add(message.ToJsonString());
                break;
            case "Network.requestWillBeSent" when !IsLocal((string)parameters!["request"]!["url"]!):
                Complaints.Add(message.ToJsonString());
                break;
        }
    }

    private static bool IsLocal(string address) =>
        address.StartsWith("file:", StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal);
}
