namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>One trial of a search, as JSON and as a line of progress.</summary>
/// <param name="Weights">The weights that pruning was told to leave.</param>
/// <param name="FileBytes">The bytes of its file.</param>
/// <param name="Ratio">Dense bytes over file bytes.</param>
/// <param name="ValidationErrorPercent">The validation error of the network as decoded from the file.</param>
/// <param name="MeetsTarget">Whether it would do.</param>
internal sealed record TrialReport(int Weights, long FileBytes, double Ratio, double ValidationErrorPercent, bool MeetsTarget)
{
    public override string ToString() =>
        $"{Weights:N0} weights, {FileBytes:N0} bytes, ratio {Ratio:F1}, validation error {ValidationErrorPercent:F2} %";
}
