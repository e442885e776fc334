using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Samples.Keywords;

[Collection(Builds.Name)]
public sealed partial class KeywordsTests : IDisposable
{
    private const string Network = "models/mlperf-tiny";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataFact(Network)]
    public async Task It_hears_a_synthesised_word_each_time_and_when_it_was_spoken()
    {
        string file = _folder.Write("up.wav", WavBytes.Of([.. SynthesizedVoice.Up(1, 1), .. SynthesizedVoice.Up(1, 1)]));

        string output = (await SampleProgram.Run("Keywords", file)).AssertSucceeds().Output;

        // A word lasts 0.3 s and is certain within half a second.
        (double Seconds, string Word)[] heard = Heard(output);
        Assert.Equal(["up", "up"], heard.Select(keyword => keyword.Word));
        Assert.InRange(heard[0].Seconds, 1, 1.8);
        Assert.InRange(heard[1].Seconds, 3.3, 4.1);
        Assert.Contains("4.60 s of sound", output, StringComparison.Ordinal);
    }

    [DataFact(Network)]
    public async Task Sound_without_words_is_none()
    {
        var random = new Random(3);
        short[] noise = [.. Enumerable.Range(0, 48_000).Select(_ => (short)random.Next(-3000, 3000))];
        string file = _folder.Write("noise.wav", WavBytes.Of([.. new short[16_000], .. noise]));

        Assert.Empty(Heard((await SampleProgram.Run("Keywords", file)).AssertSucceeds().Output));
    }

    [DataFact(Network)]
    public async Task A_file_that_is_cut_off_is_heard_up_to_there_and_then_an_error()
    {
        byte[] file = WavBytes.Of(SynthesizedVoice.Up(1, 1.2));
        string path = _folder.Write("cut.wav", file.AsSpan(..^9));

        ProcessRun run = await SampleProgram.Run("Keywords", path);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("up", Assert.Single(Heard(run.Output)).Word);
        Assert.Contains("9 bytes before its sound does", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_told_in_one_line()
    {
        foreach (string[] arguments in (string[][])[[], ["--no-such-option"], ["a.wav", "b.wav"]])
        {
            ProcessRun run = await SampleProgram.Run("Keywords", arguments);
            Assert.Equal((2, "Keywords: name one WAV file, or - for standard input; see --help.\n"), (run.ExitCode, run.Output));
        }

        ProcessRun missing = await SampleProgram.Run("Keywords", _folder.File("missing.wav"));
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("missing.wav", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Built_without_its_network_it_says_what_is_missing()
    {
        // Beside the repository's own build, which has the network.
        CopySources("samples/Keywords");
        CopySources("samples/Common");
        foreach (string project in (string[])["Directory.Build.props", "Directory.Build.targets", "samples/Sample.props", "samples/ThirdPartyNetwork.targets"])
        {
            _folder.Write(project, Encoding.UTF8.GetBytes($"""<Project><Import Project="{Repository.File(project)}" /></Project>"""));
        }

        string none = _folder.File("none.onnx");
        (await ProcessRun.Dotnet(_folder.File("samples", "Keywords"), "build", "-o", _folder.File("built"), "-nologo", $"-p:NetworkModel={none}")).AssertSucceeds();
        string file = _folder.Write("up.wav", WavBytes.Of(SynthesizedVoice.Up(1, 1)));

        ProcessRun run = await ProcessRun.Dotnet(_folder.File("built"), "Keywords.dll", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("built without its network, kws_dscnn_float.converted.onnx", run.Output, StringComparison.Ordinal);
        Assert.Contains("-p:NetworkModel=PATH", run.Output, StringComparison.Ordinal);
    }

    [DataFact(Network)]
    [Trait("Category", "Slow")]
    public async Task The_executable_hears_the_same_from_a_file_and_from_standard_input_without_allocating()
    {
        string program = await SampleProgram.Publish("Keywords", _folder.File("published"));
        Assert.Equal("Keywords", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder.File("published")))));
        short[] sound = [.. SynthesizedVoice.Up(1, 1), .. SynthesizedVoice.Up(1, 1)];
        string wav = _folder.Write("up.wav", WavBytes.Of(sound));
        string raw = _folder.Write("up.raw", WavBytes.ToBytes(sound));

        string output = (await ProcessRun.Start(_folder.FullPath, program, "", wav)).AssertSucceeds().Output;

        Assert.Equal(["up", "up"], Heard(output).Select(keyword => keyword.Word));
        Assert.Contains(" with 0 bytes allocated", output, StringComparison.Ordinal);
        foreach (string file in (string[])[wav, raw])
        {
            ProcessRun piped = await ProcessRun.Start(_folder.FullPath, "sh", "", "-c", $"'{program}' - < '{file}'");
            Assert.Equal(Heard(output), Heard(piped.AssertSucceeds().Output));
        }
    }

    /// <summary>Copies what is in the repository of a folder, not what was built there.</summary>
    private void CopySources(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Repository.File(folder), "*.cs*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(Repository.Root, file);
            if (!path.Contains("/obj/", StringComparison.Ordinal))
            {
                _folder.Write(path, File.ReadAllBytes(file));
            }
        }
    }

    private static (double Seconds, string Word)[] Heard(string output) =>
        [.. Line().Matches(output).Select(match => (double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture), match.Groups["word"].Value))];

    [GeneratedRegex(@"^ +(?<seconds>[0-9.]+) s  (?<word>[a-z]+) +[0-9]+ %$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
