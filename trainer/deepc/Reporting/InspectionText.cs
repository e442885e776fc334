using DeepCompression.Aot.Format;
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
            console.Write(LayerTable.CreateEntropies(sizes));
            console.Write(LayerTable.CreateBytes(sizes));
        }

        console.Write(CreateGraph(report));
    }

    private static void WriteCard(IAnsiConsole console, InspectionReport report)
    {
        var card = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string label, string text) in InspectionCard.Lines(report))
        {
            // A file may name things as it likes: nothing of it is markup. Control characters the reader has refused.
            card.AddRow(Markup.Escape(label), Markup.Escape(text));
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
                InspectionCard.Shape(op.Shape),
                string.Join(" + ", op.Parameters.Select(InspectionCard.Shape)),
                Window(op.Window));
        }

        return table;
    }

    private static string Window(SlidingWindow? window) => window is null
        ? ""
        : $"{window.Height}×{window.Width}, stride {window.StrideY}×{window.StrideX}" +
            (window.HasPadding ? $", padding {window.PadTop} {window.PadLeft} {window.PadBottom} {window.PadRight}" : "");
}
