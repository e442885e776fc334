namespace DeepCompression.Aot.Fuzzing;

/// <summary>What one target was given.</summary>
internal sealed class TargetTally
{
    /// <summary>Its inputs.</summary>
    public long Tried { get; set; }

    /// <summary>Those that it refused with an error of its own.</summary>
    public long Refused { get; set; }

    /// <summary>How long they took, to be made and to be tried.</summary>
    public double Seconds { get; set; }

    /// <summary>The most memory that it allocated, as a fraction of what is allowed.</summary>
    public double AllowanceUsed { get; set; }

    /// <summary>Inputs in a second.</summary>
    public double Rate => Tried / Math.Max(1e-3, Seconds);
}
