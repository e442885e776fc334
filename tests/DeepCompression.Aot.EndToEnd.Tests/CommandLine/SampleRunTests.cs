using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Quickstart;

namespace DeepCompression.Aot.Tests.CommandLine;

public class SampleRunTests
{
    [Fact]
    public void Numbers_are_read_from_the_lines_that_begin_with_their_names()
    {
        var run = SampleRun.Parse("model       digits\nerror       2.99 % (299 wrong)\nlatency     11 µs per image (no error)\n\n");

        Assert.Equal((2.99, 11.0), (run.ErrorPercent, run.LatencyMicroseconds));
        Assert.EndsWith("(no error)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latency 11 µs", "error")]
    [InlineData("error 3 %", "latency")]
    [InlineData("", "error")]
    public void A_missing_number_is_named_with_what_the_sample_said(string output, string missing)
    {
        var exception = Assert.Throws<CommandException>(() => SampleRun.Parse(output));

        Assert.Contains($"no {missing}", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(output, exception.Message, StringComparison.Ordinal);
    }
}
