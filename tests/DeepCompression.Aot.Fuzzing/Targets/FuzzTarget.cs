using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>A part of the package that takes what others made.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The name by which the command line knows it.</summary>
    public abstract string Name { get; }

    /// <summary>What it may allocate.</summary>
    public abstract Allowance Allowance { get; }

    /// <summary>Takes an input.</summary>
    /// <returns>A number that differs where what came out differs.</returns>
    public abstract long Run(byte[] input);

    /// <summary>Whether an exception is one that the part says it throws for bad input.</summary>
    public abstract bool IsOwnError(Exception exception);
}
