using System.Globalization;
using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Fuzzing.Targets;

namespace DeepCompression.Aot.Fuzzing.Tests;

/// <summary>Each rule sees what breaks it.</summary>
public sealed class InputRulesTests
{
    private const int Allowed = 1_000_000;

    [Fact]
    public void What_keeps_every_rule_is_not_reported() => Assert.Null(Problem(input => input.Length));

    [Fact]
    public void An_error_of_the_package_is_no_problem_if_it_is_one_line()
    {
        Assert.Null(Problem(_ => throw new InvalidDataException("byte 3 is wrong")));
        Assert.Contains("not one line", Problem(_ => throw new InvalidDataException("byte 3\nis wrong")), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_error_is_one() =>
        Assert.Contains("IndexOutOfRangeException", Problem(input => input[input.Length]), StringComparison.Ordinal);

    [Fact]
    public void So_is_more_memory_than_is_allowed() =>
        Assert.Contains($"allowed are {Allowed}", Problem(_ => new byte[2 * Allowed].Length), StringComparison.Ordinal);

    [Fact]
    public void So_is_more_than_a_second() => Assert.Contains("allowed is 1 s", Problem(_ =>
    {
        Thread.Sleep(TimeSpan.FromSeconds(1.1));
        return 0;
    }), StringComparison.Ordinal);

    [Fact]
    public void But_not_if_it_was_the_machine_that_was_busy()
    {
        int runs = 0;
        Assert.Null(Problem(_ =>
        {
            Thread.Sleep(runs++ < 2 ? TimeSpan.FromSeconds(1.1) : TimeSpan.Zero);
            return 0;
        }));
        Assert.Equal(3, runs);
    }

    [Fact]
    public void So_is_an_outcome_that_differs_from_run_to_run_or_from_culture_to_culture()
    {
        int runs = 0;
        Assert.Contains("two runs differ", Problem(_ => runs++), StringComparison.Ordinal);
        Assert.Contains("two runs differ", Problem(_ => (-1.5).ToString(CultureInfo.CurrentCulture).Length), StringComparison.Ordinal);
    }

    private static string? Problem(Func<byte[], long> run) => InputRules.Check(new FuzzInput(new Target(run), new byte[8])).Finding?.Problem;

    private sealed class Target(Func<byte[], long> run) : FuzzTarget
    {
        public override string Name => "target";

        public override Allowance Allowance => new(0, Allowed);

        public override long Run(byte[] input) => run(input);

        public override bool IsOwnError(Exception exception) => exception is InvalidDataException;
    }
}
