using DeepCompression.Aot.CommandLine.Diagnosis;
using DeepCompression.Aot.Runtime;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>A diagnosis as a person reads it.</summary>
internal static class DiagnosisText
{
    public static void Write(IAnsiConsole console, DiagnosisReport report)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add("machine", $"{report.System}, {report.Architecture}, {report.Processors} processors");
        Add("runtime", report.Framework);
        Add("instructions", string.Join(", ", report.Features));
        Add("kernel limit", report.KernelLimit is { } limit ? $"{limit} ({Instructions.Variable})" : "none");
        foreach (KernelChoice choice in report.Kernels)
        {
            Add(choice.Layers, choice.Kernel);
        }

        foreach (OptionalPart part in report.Parts)
        {
            Add(part.Name, part.Found ?? $"missing: needed for {part.For}. {part.HowToInstall}");
        }

        console.Write(grid);

        void Add(string label, string text) => grid.AddRow(Markup.Escape(label), Markup.Escape(text));
    }
}
