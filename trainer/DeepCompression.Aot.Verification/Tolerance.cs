namespace DeepCompression.Aot.Verification;

/// <summary>How far a number may be from the one that was recorded: |actual − expected| ≤ absolute + relative · |expected|.</summary>
/// <param name="Relative">The part that grows with the number.</param>
/// <param name="Absolute">The part that does not.</param>
internal sealed record Tolerance(double Relative, double Absolute)
{
    /// <summary>That of ONNX's own runner of these tests.</summary>
    public static Tolerance Onnx { get; } = new(1e-3, 1e-7);

    /// <summary>Whether a number is close enough; NaN is only close to NaN, and an infinity to itself.</summary>
    public bool Accepts(double expected, double actual) => expected.Equals(actual)
        || (double.IsFinite(expected) && Math.Abs(actual - expected) <= Absolute + (Relative * Math.Abs(expected)));
}
