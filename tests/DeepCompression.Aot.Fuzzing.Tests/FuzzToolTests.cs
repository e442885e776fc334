using System.Text.Json;
using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Fuzzing.Targets;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Tests.Data;

namespace DeepCompression.Aot.Fuzzing.Tests;

/// <summary>The run that every build makes, and the longer one.</summary>
public sealed class FuzzToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_thousand_inputs_break_no_rule() => AssertBreakNone("--inputs", "1000");

    [Fact]
    [Trait("Category", "Slow")]
    public void The_inputs_of_a_minute_break_no_rule() => AssertBreakNone("--seconds", "60", "--seed", "2015");

    [Fact]
    public void What_breaks_a_rule_is_kept_and_can_be_tried_again()
    {
        byte[] artifact = WorkedExample.Bytes;
        string message = FindingFile.Write(new Finding(new FuzzInput(new ReaderTarget(), artifact), "it is an example"), _folder.Path, "example");

        string path = _folder.File("example.reader");
        Assert.Contains("reader: it is an example", message, StringComparison.Ordinal);
        Assert.Contains($"--replay \"{path}\"", message, StringComparison.Ordinal);
        Assert.Equal(artifact, File.ReadAllBytes(path));
        Assert.Equal((0, "no rule is broken"), Run("--replay", path));
    }

    [Fact]
    public void A_run_after_one_that_died_says_of_which_input()
    {
        using (var last = new LastInput(_folder.Path))
        {
            last.Begin(seed: 7, number: 41);
        }

        Assert.Contains("--seed 7 --first 41 --inputs 1", Run("--inputs", "1", "--folder", _folder.Path).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("died", Run("--inputs", "1", "--folder", _folder.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_keeps_count_goes_on_where_the_one_before_ended()
    {
        string[] common = ["--target", "packed", "--state"];
        AssertBreakNone([.. common, _folder.File("parts"), "--inputs", "20"]);
        Assert.Contains("50 inputs of 50", AssertBreakNone([.. common, _folder.File("parts"), "--inputs", "50"]), StringComparison.Ordinal);
        AssertBreakNone([.. common, _folder.File("whole"), "--inputs", "50"]);

        FuzzTally parts = Tally("parts");
        FuzzTally whole = Tally("whole");
        Assert.Equal((50, 50), (parts.Next, parts.Tried));
        Assert.Equal(whole.Targets["packed"].Refused, parts.Targets["packed"].Refused);
        Assert.Equal(whole.Targets["packed"].AllowanceUsed, parts.Targets["packed"].AllowanceUsed);
    }

    [Theory]
    [InlineData("--seed", "2")]
    [InlineData("--target", "reader")]
    public void What_counts_other_inputs_is_not_gone_on_with(params string[] other)
    {
        AssertBreakNone("--inputs", "1", "--seed", "1", "--state", _folder.File("state"));

        (int status, string output) = Run(["--inputs", "2", .. other, "--folder", _folder.Path, "--state", _folder.File("state")]);

        Assert.Equal(1, status);
        Assert.Contains("name another file", output, StringComparison.Ordinal);
        Assert.Equal(1, Tally("state").Tried);
    }

    [Fact]
    public void A_file_that_keeps_no_count_is_named()
    {
        string file = _folder.Write("state", "nothing"u8.ToArray());

        (int status, string output) = Run("--inputs", "1", "--folder", _folder.Path, "--state", file);

        Assert.Equal(1, status);
        Assert.Contains(file, output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_target_is_refused_with_the_names_there_are()
    {
        (int status, string output) = Run("--target", "printer");
        Assert.NotEqual(0, status);
        Assert.Contains("importer", output, StringComparison.Ordinal);
    }

    private FuzzTally Tally(string name) =>
        FuzzTally.Begin(new FuzzPlan { State = _folder.File(name), Folder = _folder.Path, Seed = 1 }, CompositionOf(_folder.File(name)));

    private static string CompositionOf(string state) => JsonDocument.Parse(File.ReadAllBytes(state)).RootElement.GetProperty("Composition").GetString()!;

    private string AssertBreakNone(params string[] arguments)
    {
        (int status, string output) = Run([.. arguments, "--folder", _folder.Path]);
        Assert.True(status == 0, output);
        Assert.Contains(" 0 problems", output, StringComparison.Ordinal);
        return output;
    }

    private static (int Status, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        int status = FuzzTool.Run(arguments, output, output);
        return (status, output.ToString().Trim());
    }
}
