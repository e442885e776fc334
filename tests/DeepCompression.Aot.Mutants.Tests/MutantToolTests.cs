namespace DeepCompression.Aot.Mutants.Tests;

/// <summary>The run that finds errors; all of them by command, some here.</summary>
public sealed class MutantToolTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Some_errors_of_the_list_are_found_by_tests()
    {
        (int status, string output) = Run("--every", "16");

        Assert.True(status == 0, output);
        Assert.DoesNotContain("NOT FOUND", output, StringComparison.Ordinal);
        Assert.Contains(" errors found", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--every", "0")]
    [InlineData("--all")]
    public void Wrong_usage_is_refused(params string[] arguments) => Assert.NotEqual(0, Run(arguments).Status);

    private static (int Status, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        int status = MutantTool.Run(arguments, output, output);
        return (status, output.ToString());
    }
}
