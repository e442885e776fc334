using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Reports;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>An inspection as a person reads it: the model card, the layers, the graph.</summary>
internal static class InspectionText
{
    public static void Write(IAnsiConsole console, InspectionReport report, ArtifactReport sizes)
    {
        WriteCard(console, report);
        if (sizes.Layers.Count > 0)
        {
            console.Write(LayerTable.Create(sizes));
            console.Write(LayerTable.CreateBytes(sizes));
        }

        console.Write(CreateGraph(report));
    }

    private static void WriteCard(IAnsiConsole console, InspectionReport report)
    {
        var card = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        AddLine(card, "file", $"{report.File}: format version {report.FormatVersion}, checksum {report.Checksum}");
        AddLine(card, "size", $"{report.FileBytes:N0} bytes, {report.Ratio:F1} times smaller than {report.DenseBytes:N0} bytes dense");
        for (int i = 0; i < report.Inputs.Count; i++)
        {
            AddLine(card, "input", Shape(report.Inputs[i]) + Contract(report.InputContract?.Inputs[i]));
        }

        foreach (IReadOnlyList<int> output in report.Outputs)
        {
            AddLine(card, "output", Shape(output));
        }

        if (report.InputContract is { Labels.Count: > 0 } contract)
        {
            AddLine(card, "labels", string.Join(", ", contract.Labels));
        }

        foreach (ProvenanceEntry entry in report.Provenance)
        {
            AddLine(card, entry.Key, entry.Value);
        }

        console.Write(card);
    }

    private static Table CreateGraph(InspectionReport report)
    {
        Table table = PlainTable.Create("operator", "reads", "value", "shape", "parameters", "window");
        foreach (OperatorReport op in report.Operators)
        {
            table.AddRow(
                op.Kind,
                string.Join(", ", op.Inputs),
                $"{op.Output}{(report.OutputValues.Contains(op.Output) ? " (output)" : "")}",
                Shape(op.Shape),
                string.Join(" + ", op.Parameters.Select(Shape)),
                Window(op.Window));
        }

        return table;
    }

    // A file may name things as it likes: nothing of it is markup. Control characters the reader has refused.
    private static void AddLine(Grid card, string label, string text) => card.AddRow(Markup.Escape(label), Markup.Escape(text));

    private static string Shape(IReadOnlyList<int> dimensions) => string.Join("×", dimensions);

    private static string Contract(InputDescription? input) => input is null
        ? ""
        : $", {input.Layout}: raw · {string.Join(", ", input.Scales)} + {string.Join(", ", input.Offsets)}";

    private static string Window(SlidingWindow? window) => window is null
        ? ""
        : $"{window.Height}×{window.Width}, stride {window.StrideY}×{window.StrideX}" +
            (window.HasPadding ? $", padding {window.PadTop} {window.PadLeft} {window.PadBottom} {window.PadRight}" : "");
}
