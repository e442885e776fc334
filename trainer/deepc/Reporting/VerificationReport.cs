using DeepCompression.Aot.Verification.Comparing;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc verify</c> reports.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Peer">What it is compared with: what was recorded, or ONNX Runtime and its version.</param>
/// <param name="Tolerance">How large a difference may be, as a fraction of the largest expected magnitude.</param>
/// <param name="Passed">Whether no output is further off.</param>
/// <param name="Tensors">Every output of every data set.</param>
internal sealed record VerificationReport(string Model, string Peer, double Tolerance, bool Passed, IReadOnlyList<TensorError> Tensors)
{
    public static VerificationReport Of(string model, string peer, double tolerance, IReadOnlyList<TensorError> tensors) =>
        new(model, peer, tolerance, tensors.All(tensor => tensor.Relative <= tolerance), tensors);

    /// <summary>The worst of all in one line.</summary>
    public string Summary()
    {
        TensorError worst = Tensors.MaxBy(tensor => tensor.Relative)!;
        return FormattableString.Invariant(
            $"{Model}: {(Passed ? "agrees with" : "differs from")} {Peer}; output {worst.Output} of {worst.DataSet} is off by at most {worst.Worst:G3}, {worst.Relative:G3} of its largest value ({Tolerance:G3} is allowed)");
    }
}
