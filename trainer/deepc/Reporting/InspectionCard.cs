using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Export;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What an artifact says of itself, line by line, for the screen and for the page.</summary>
internal static class InspectionCard
{
    public static IEnumerable<(string Label, string Text)> Lines(InspectionReport report)
    {
        yield return ("file", $"{report.File}: format version {report.FormatVersion}, checksum {report.Checksum}");
        yield return ("size", $"{report.FileBytes:N0} bytes, {report.Ratio:F1} times smaller than {report.DenseBytes:N0} bytes dense");
        for (int i = 0; i < report.Inputs.Count; i++)
        {
            yield return ("input", Shape(report.Inputs[i]) + Contract(report.InputContract?.Inputs[i]));
        }

        foreach (IReadOnlyList<int> output in report.Outputs)
        {
            yield return ("output", Shape(output));
        }

        if (report.InputContract is { Labels.Count: > 0 } contract)
        {
            yield return ("labels", string.Join(", ", contract.Labels));
        }

        foreach (ProvenanceEntry entry in report.Provenance)
        {
            yield return (entry.Key, entry.Value);
        }
    }

    /// <summary>Dimensions as every report writes them.</summary>
    public static string Shape(IReadOnlyList<int> dimensions) => string.Join("×", dimensions);

    private static string Contract(InputDescription? input) => input is null
        ? ""
        : $", {input.Layout}: raw · {string.Join(", ", input.Scales)} + {string.Join(", ", input.Offsets)}";
}
