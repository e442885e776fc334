using System.Net.Http.Headers;
using System.Text.Json;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Tests.Samples.Server;

/// <summary>Images for the server, and what the reference says of them.</summary>
internal static class ServerImages
{
    private const int Length = 784;

    private static readonly ReferenceInterpreter Reference = new(ArtifactFile.Load(Repository.File("samples", "Digits", "lenet-300-100.dcz")));

    /// <summary>Images of random strokes, the same in every run.</summary>
    public static byte[][] Random(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Length).Select(_ => random.Next(4) == 0 ? (byte)random.Next(256) : (byte)0).ToArray())];
    }

    /// <summary>An image as the body of a request.</summary>
    public static ByteArrayContent ToContent(byte[] image)
    {
        var content = new ByteArrayContent(image);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    /// <summary>Requires that an answer is the reference's, probabilities within what float kernels may differ by.</summary>
    public static void AssertAnswer(byte[] image, string answer)
    {
        float[] logits = Reference.Run([.. image.Select(pixel => pixel / 255f)])[0];
        double sum = logits.Sum(logit => Math.Exp(logit));
        using JsonDocument document = JsonDocument.Parse(answer);
        double[] probabilities = [.. document.RootElement.GetProperty("probabilities").EnumerateArray().Select(element => element.GetDouble())];
        Numbers.AssertClose([.. logits.Select(logit => Math.Exp(logit) / sum)], [.. probabilities.Select(value => (float)value)]);
        Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()), document.RootElement.GetProperty("digit").GetInt32());
    }
}
