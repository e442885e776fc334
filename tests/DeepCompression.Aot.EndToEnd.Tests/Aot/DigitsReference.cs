using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Tests.CommandLine;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Tests.Aot;

/// <summary>What the Digits sample has to answer, wherever it runs.</summary>
internal static partial class DigitsReference
{
    private const int ClassCount = 10;

    /// <summary>On MNIST's test images: all 10,000 predictions equal, every logit close, nothing allocated.</summary>
    /// <param name="model">The network.</param>
    /// <param name="run">Runs the program with arguments.</param>
    public static async Task Compare(string model, Func<string[], Task<ProcessRun>> run)
    {
        using var folder = new TemporaryFolder();
        string artifact = Repository.File("samples", "Digits", model + ".dcz");
        string mnist = Path.Combine(Repository.Data, "mnist");
        string predictions = folder.File("predictions");
        string logits = folder.File("logits");

        string output = (await run(["--images", mnist, "--model", model, "--predictions", predictions, "--logits", logits])).AssertSucceeds().Output;

        Assert.Contains("\nallocated   0 bytes during inference\n", output, StringComparison.Ordinal);
        string evaluated = folder.File("evaluated");
        (await CommandRun.Deepc("evaluate", artifact, "--data", mnist, "--predictions", evaluated)).AssertSucceeds();
        Assert.Equal(await File.ReadAllTextAsync(evaluated), await File.ReadAllTextAsync(predictions));

        float[] expected = Logits(artifact, mnist);
        float[] actual = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(logits)).ToArray();
        Numbers.AssertClose([.. expected.Select(value => (double)value)], actual);
        string[] classes = [.. expected.Chunk(ClassCount).Select(sample => $"{Array.IndexOf(sample, sample.Max())}")];
        Assert.Equal(classes, await File.ReadAllLinesAsync(predictions));
    }

    /// <summary>Without arguments it prints its card and recognises the digits drawn in its source.</summary>
    public static void CheckDrawn(string model, string output)
    {
        long bytes = new FileInfo(Repository.File("samples", "Digits", model + ".dcz")).Length;
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{model}.dcz: {bytes} bytes, "), output, StringComparison.Ordinal);
        Assert.Contains("; kernel: ", output, StringComparison.Ordinal);
        Assert.Equal(["3", "4", "7", "0"], Answer().Matches(output).Select(match => match.Groups["digit"].Value));
    }

    /// <summary>The reference interpreter on MNIST's test images, (count, 10).</summary>
    private static float[] Logits(string artifact, string mnist)
    {
        var reference = new ReferenceInterpreter(ArtifactFile.Load(artifact));
        Dataset test = IdxFolder.ReadTest(mnist, [.. Enumerable.Range(0, ClassCount).Select(label => $"{label}")]);
        float[] logits = new float[test.Count * ClassCount];
        Parallel.For(0, test.Count, i =>
        {
            float[] image = new float[test.Shape.Length];
            test.CopyInputs(i, image);
            reference.Run(image)[0].CopyTo(logits, i * ClassCount);
        });
        return logits;
    }

    [GeneratedRegex(" is a (?<digit>[0-9])\n")]
    private static partial Regex Answer();
}
