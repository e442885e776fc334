using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace DeepCompression.Aot.Tests.Samples.Server;

/// <summary>The server on the JIT.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private static readonly Uri Classify = new("/classify", UriKind.Relative);

    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.Start("dotnet", SampleProgram.Assembly("Server"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_image_is_classified_as_by_the_reference_in_bytes_and_in_json()
    {
        foreach (byte[] image in ServerImages.Random(4))
        {
            string answer = await Send(HttpStatusCode.OK, ServerImages.ToContent(image));
            ServerImages.AssertAnswer(image, answer);
            Assert.Equal(answer, await Send(HttpStatusCode.OK, Json($"{{\"pixels\":[{string.Join(',', image)}]}}")));
        }

        Assert.Equal(8, await _server.Metric("inferences_total"));
        Assert.Equal("healthy\n", await _server.Client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task What_is_no_image_is_told_to_the_sender()
    {
        await AssertRefused(HttpStatusCode.BadRequest, ServerImages.ToContent([]), "the body has 0 bytes");
        await AssertRefused(HttpStatusCode.BadRequest, ServerImages.ToContent(new byte[783]), "the body has 783 bytes; an image has 784");
        await AssertRefused(HttpStatusCode.BadRequest, ServerImages.ToContent(new byte[785]), "more than 784 bytes");
        await AssertRefused(HttpStatusCode.BadRequest, Json("""{"pixels":[1,2"""), "is not the JSON of an image");
        await AssertRefused(HttpStatusCode.BadRequest, Json("""{"pixels":[1,2]}"""), "has 2 numbers; an image has 784");
        await AssertRefused(HttpStatusCode.BadRequest, Json("""{"picture":[1,2]}"""), "is not the JSON of an image");
        await AssertRefused(HttpStatusCode.BadRequest, Json("null"), "has 0 numbers");
        await AssertRefused(HttpStatusCode.BadRequest, Json($"{{\"pixels\":[{string.Join(',', Enumerable.Repeat(0, 783))},256]}}"), "[783] is 256");
        await AssertRefused(HttpStatusCode.BadRequest, new StringContent("x", Encoding.UTF8, "text/plain"), "'text/plain; charset=utf-8' is not understood");
        await AssertRefused(HttpStatusCode.RequestEntityTooLarge, ServerImages.ToContent(new byte[16_385]), "too large");
        await AssertRefused(HttpStatusCode.RequestEntityTooLarge, Json(new string(' ', 16_385)), "too large");
        Assert.Equal(0, await _server.Metric("inferences_total"));
    }

    [Fact]
    public async Task Asked_to_end_it_ends_well()
    {
        await Send(HttpStatusCode.OK, ServerImages.ToContent(new byte[784]));

        (int exitCode, string output) = await _server.Terminate();

        Assert.Equal(0, exitCode);
        Assert.Contains("shutting down", output, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => _server.Client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    private async Task AssertRefused(HttpStatusCode status, HttpContent body, string reason)
    {
        string answer = await Send(status, body);
        Assert.StartsWith("{\"error\":\"", answer, StringComparison.Ordinal);
        Assert.Contains(reason, answer.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private async Task<string> Send(HttpStatusCode status, HttpContent body)
    {
        using HttpContent content = body;
        using HttpResponseMessage response = await _server.Client.PostAsync(Classify, content);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {answer}");
        return answer;
    }

    private static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
