using DeepCompression.Aot.Trainer.Reports;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>A difference as a person reads it: the files, what they say of themselves, the layers.</summary>
internal static class DifferenceText
{
    private const string Nothing = "–";

    public static void Write(IAnsiConsole console, DifferenceReport report)
    {
        if (report.Identical)
        {
            console.WriteLine($"{report.Before.File} and {report.After.File} are the same, {report.Before.FileBytes:N0} bytes");
            return;
        }

        console.Write(Files(report));
        console.WriteLine(report.SameGraph ? "The graphs are the same." : "The graphs differ: 'deepc inspect' shows each.");
        console.Write(Layers(report));
    }

    private static Table Files(DifferenceReport report)
    {
        Table table = PlainTable.Create("", "before", "after");
        Add("file", report.Before.File, report.After.File);
        Add("bytes", $"{report.Before.FileBytes:N0}", $"{report.After.FileBytes:N0} ({Change(report.Before.FileBytes, report.After.FileBytes)})");
        Add("ratio", $"{report.Before.Ratio:F1}×", $"{report.After.Ratio:F1}×");
        Add("weights kept", $"{report.Before.Kept:N0} of {report.Before.Weights:N0}", $"{report.After.Kept:N0} of {report.After.Weights:N0}");
        foreach (ProvenanceDifference entry in report.Provenance)
        {
            Add(entry.Key, entry.Before ?? Nothing, entry.After ?? Nothing);
        }

        return table;

        // A file may name things as it likes: nothing of it is markup.
        void Add(string label, string before, string after) => table.AddRow(Markup.Escape(label), Markup.Escape(before), Markup.Escape(after));
    }

    private static Table Layers(DifferenceReport report)
    {
        Table table = PlainTable.Create("layer", "kept", "centroids", "bytes", "removed", "added", "changed", "by at most");
        foreach (LayerDifference layer in report.Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Name),
                Sides(layer, side => $"{100 * side.Density:F1} %"),
                Sides(layer, side => $"{side.Centroids}"),
                Sides(layer, side => $"{side.CodedBytes:N0}"),
                Count(layer.Weights?.Removed),
                Count(layer.Weights?.Added),
                Count(layer.Weights?.Changed),
                layer.Weights is { } weights ? $"{weights.LargestChange:G3}" : Nothing);
        }

        return table;
    }

    /// <summary>What both sides have, or one after the other.</summary>
    private static string Sides(LayerDifference layer, Func<LayerReport, string> text)
    {
        string before = layer.Before is null ? Nothing : text(layer.Before);
        string after = layer.After is null ? Nothing : text(layer.After);
        return before == after ? before : $"{before} → {after}";
    }

    private static string Count(long? weights) => weights is { } count ? $"{count:N0}" : Nothing;

    private static string Change(long before, long after) => $"{100.0 * (after - before) / before:+0.0;-0.0;0.0} %";
}
