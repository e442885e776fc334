using System.Globalization;
using System.Text.RegularExpressions;
using DeepCompression.Aot.Tests.Build;
using DeepCompression.Aot.Verification;

namespace DeepCompression.Aot.Tests.Samples.Pictures;

[Collection(Builds.Name)]
public sealed partial class PicturesTests : IDisposable
{
    private const string Network = "models/squeezenet-dc-decoded";
    private const int Photographs = 3;
    private const int Side = 227;
    private const int ScaledSide = 256;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataFact(Network)]
    public async Task Three_photographs_get_the_classes_and_probabilities_that_were_recorded() =>
        AssertRecorded((await SampleProgram.Run("Pictures", WritePhotographs())).AssertSucceeds().Output);

    [DataFact(Network)]
    public async Task A_file_of_names_gives_names()
    {
        string names = _folder.Write("names.txt", [.. Enumerable.Range(0, 1000).SelectMany(i => $"n{i:D8} the class {i}, or so\n").Select(letter => (byte)letter)]);

        string output = (await SampleProgram.Run("Pictures", "--labels", names, WritePhotographs()[0])).AssertSucceeds().Output;

        Assert.Contains("%  285  the class 285, or so\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("synset_words.txt", output, StringComparison.Ordinal);
        string few = _folder.Write("few.txt", "tench\n"u8);
        ProcessRun run = await SampleProgram.Run("Pictures", "--labels", few, names);
        Assert.Equal((1, $"Pictures: '{few}' does not have 1000 lines, one name for each class.\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Wrong_usage_is_told_in_one_line()
    {
        foreach (string[] arguments in (string[][])[[], ["--labels", "x"], ["--no-such-option"]])
        {
            ProcessRun run = await SampleProgram.Run("Pictures", arguments);
            Assert.Equal((2, "Pictures: name a picture; see --help.\n"), (run.ExitCode, run.Output));
        }
    }

    [DataFact(Network)]
    [Trait("Category", "Slow")]
    public async Task The_executable_alone_says_the_same()
    {
        string program = await SampleProgram.Publish("Pictures", _folder.File("published"));
        Assert.Equal("Pictures", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder.File("published")))));

        string output = (await ProcessRun.Start(_folder.FullPath, program, "", WritePhotographs())).AssertSucceeds().Output;

        AssertRecorded(output);
        // What is made once may be made in the first inference.
        Assert.InRange(AllocatedNothing().Count(output), Photographs - 1, Photographs);
    }

    /// <summary>
    /// The photographs that come with the network are there as its inputs, cut to 227 pixels. In the middle of 256 they are pictures again:
    /// the program does not scale these, and cuts the same part out.
    /// </summary>
    private string[] WritePhotographs()
    {
        float[] means = [104, 117, 123];
        const int Border = (ScaledSide - Side) / 2;
        string[] files = new string[Photographs];
        for (int photograph = 0; photograph < Photographs; photograph++)
        {
            float[] input = Recorded(photograph, "input");
            byte[] pixels = new byte[ScaledSide * ScaledSide * 3];
            for (int i = 0; i < input.Length; i++)
            {
                (int channel, int place) = Math.DivRem(i, Side * Side);
                int pixel = ((Border + (place / Side)) * ScaledSide) + Border + (place % Side);
                pixels[(pixel * 3) + 2 - channel] = checked((byte)Math.Round(input[i] + means[channel]));
            }

            files[photograph] = _folder.Write($"{photograph}.bmp", PictureBytes.Bmp(ScaledSide, ScaledSide, pixels));
        }

        return files;
    }

    /// <summary>The five likeliest classes of each photograph, by the recorded logits, within a fiftieth of a percent.</summary>
    private static void AssertRecorded(string output)
    {
        Match[] lines = [.. Line().Matches(output).Cast<Match>()];
        Assert.Equal(5 * Photographs, lines.Length);
        for (int photograph = 0; photograph < Photographs; photograph++)
        {
            float[] logits = Recorded(photograph, "output");
            double sum = logits.Sum(logit => Math.Exp(logit));
            int[] likeliest = [.. Enumerable.Range(0, logits.Length).OrderByDescending(number => logits[number]).Take(5)];
            for (int i = 0; i < likeliest.Length; i++)
            {
                GroupCollection found = lines[(5 * photograph) + i].Groups;
                Assert.Equal(likeliest[i], int.Parse(found["class"].Value, CultureInfo.InvariantCulture));
                Assert.Equal(100 * Math.Exp(logits[likeliest[i]]) / sum, double.Parse(found["percent"].Value, CultureInfo.InvariantCulture), 0.02);
            }
        }
    }

    private static float[] Recorded(int photograph, string kind) =>
        [.. Assert.Single(RecordedTensors.Read(Path.Combine(Repository.Data, Network, $"test_data_set_{photograph}"), kind)).Floats];

    [GeneratedRegex(@"^ *(?<percent>[0-9.]+) %  +(?<class>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@" ms, 0 bytes allocated\)$", RegexOptions.Multiline)]
    private static partial Regex AllocatedNothing();
}
