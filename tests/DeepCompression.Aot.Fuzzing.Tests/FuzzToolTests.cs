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
    public void An_unknown_target_is_refused_with_the_names_there_are()
    {
        (int status, string output) = Run("--target", "printer");
        Assert.NotEqual(0, status);
        Assert.Contains("importer", output, StringComparison.Ordinal);
    }

    private void AssertBreakNone(params string[] arguments)
    {
        (int status, string output) = Run([.. arguments, "--folder", _folder.Path]);
        Assert.True(status == 0, output);
        Assert.Contains(" 0 problems", output, StringComparison.Ordinal);
    }

    private static (int Status, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        int status = FuzzTool.Run(arguments, output, output);
        return (status, output.ToString().Trim());
    }
}
