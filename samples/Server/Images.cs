using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerSample;

/// <summary>An image in JSON.</summary>
/// <param name="Pixels">784 numbers from 0 for paper to 255 for ink, row by row.</param>
internal sealed record ImageRequest(int[]? Pixels);

/// <summary>What is wrong with a request.</summary>
internal sealed record Problem(string Error);

/// <summary>The JSON of requests and answers, written at compile time: NativeAOT has no reflection for it.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ImageRequest))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ServerJson : JsonSerializerContext;

/// <summary>A request that is the sender's mistake.</summary>
internal sealed class BadImageException(string message) : Exception(message);

/// <summary>Reads the image out of a request's body.</summary>
internal static class Images
{
    /// <summary>No image in JSON is longer: 784 numbers of three digits take 3,200 bytes, the rest is for white space.</summary>
    public const int MaximumBodyBytes = 16_384;

    private const string Bytes = "application/octet-stream";

    /// <summary>Reads 784 bytes, or JSON with as many pixels.</summary>
    /// <exception cref="BadImageException">The body is something else.</exception>
    public static async Task<byte[]> Read(HttpRequest request)
    {
        if (request.HasJsonContentType())
        {
            return await ReadJson(request);
        }

        string? kind = request.ContentType;
        return kind is null || kind.StartsWith(Bytes, StringComparison.OrdinalIgnoreCase)
            ? await ReadBytes(request)
            : throw new BadImageException($"the content type '{kind}' is not understood; send {Bytes} or application/json");
    }

    private static async Task<byte[]> ReadBytes(HttpRequest request)
    {
        // One more than belongs there, to see whether the body goes on.
        byte[] body = new byte[Digits.InputLength + 1];
        int length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        if (length != Digits.InputLength)
        {
            string sent = length > Digits.InputLength ? $"more than {Digits.InputLength}" : $"{length}";
            throw new BadImageException($"the body has {sent} bytes; an image has {Digits.InputLength}, one for each of 28×28 pixels");
        }

        return body[..Digits.InputLength];
    }

    private static async Task<byte[]> ReadJson(HttpRequest request)
    {
        int[]? pixels;
        try
        {
            pixels = (await request.ReadFromJsonAsync(ServerJson.Default.ImageRequest, request.HttpContext.RequestAborted))?.Pixels;
        }
        catch (JsonException e)
        {
            throw new BadImageException($"the body is not the JSON of an image, {{\"pixels\":[...]}}: {e.Message}");
        }

        if (pixels?.Length != Digits.InputLength)
        {
            throw new BadImageException($"\"pixels\" has {pixels?.Length ?? 0} numbers; an image has {Digits.InputLength}, one for each of 28×28 pixels");
        }

        int wrong = Array.FindIndex(pixels, pixel => pixel is < byte.MinValue or > byte.MaxValue);
        return wrong < 0
            ? Array.ConvertAll(pixels, pixel => (byte)pixel)
            : throw new BadImageException($"\"pixels\"[{wrong}] is {pixels[wrong]}; a pixel is 0 for paper to 255 for ink");
    }
}
