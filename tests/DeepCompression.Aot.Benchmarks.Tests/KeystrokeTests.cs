using DeepCompression.Aot.Benchmarks.Building;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Benchmarks.Tests;

/// <summary>What an editor asks of the generator; never how long it takes.</summary>
public sealed class KeystrokeTests
{
    [Fact]
    public void A_keystroke_in_another_file_writes_no_generated_file_anew()
    {
        var run = new KeystrokeRun(ModelText.Of("network.dcz", NetworkCatalogue.Committed("lenet-5").File));
        Assert.True(run.AnythingIsNew);

        run.Type();

        Assert.False(run.AnythingIsNew);
        Assert.Equal(2, run.Files);
    }

    [Fact]
    public void The_command_prints_both_times_and_the_machine()
    {
        using var output = new StringWriter();

        int status = BenchmarkTool.Run(
            ["keystroke", "--network", Path.Combine(DeepCompression.Aot.Tests.Repository.Root, "samples", "Digits", "lenet-300-100.dcz"), "--runs", "3"], output, output);

        Assert.True(status == 0, output.ToString());
        Assert.Contains("without a network: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("none of its 2 files is written anew", output.ToString(), StringComparison.Ordinal);
    }
}
