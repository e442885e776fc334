using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Verification.Footprints;
using DeepCompression.Aot.Verification.Generating;
using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc footprint</c>: the flash and RAM that a network takes on a microcontroller, before any is built for.</summary>
internal sealed class FootprintCommand : ToolCommand
{
    private readonly Argument<string> _file = CreateFileArgument();
    private readonly ChoiceOption<Microcontroller> _mcu = new(
        "--mcu", "The core.", [.. Microcontroller.All.Select(core => (core.Name, core))]) { Required = true };

    private readonly ChoiceOption<string> _arithmetic = new(
        "--arithmetic", "What the network computes with: floats, by default, or integers alone.", ("float", "float32"), ("int8", "int8"));

    private readonly ChoiceOption<string> _memory = new(
        "--memory", "How weights are stored: packed, by default, or ready to run, in more flash.", ("packed", ""), ("readonly", "readonly"));

    private readonly Option<bool> _json = CreateJsonOption();

    public FootprintCommand(Terminal terminal)
        : base(
            "footprint",
            "Says what a network takes of a microcontroller's flash and RAM, and whether it runs there, before anything is built for it.",
            terminal,
            "deepc footprint lenet-300-100.dcz --mcu cortex-m4f",
            "deepc footprint lenet-5.dcz --mcu cortex-m3 --arithmetic int8 --json")
    {
        Arguments.Add(_file);
        Options.Add(_mcu);
        Options.Add(_arithmetic);
        Options.Add(_memory);
        Options.Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        Microcontroller core = _mcu.ValueOr(Microcontroller.All[0], arguments);
        string arithmetic = _arithmetic.ValueOr("float32", arguments);

        // Says what is wrong with a file before the generator does.
        _ = ArtifactFile.Load(file);
        if (core.Obstacle(arithmetic) is { } obstacle)
        {
            throw new CommandException($"{file}: does not run on {core.Name}: {obstacle}");
        }

        var report = FootprintReport.Of(file, core.Name, arithmetic, Read(file, core, arithmetic, _memory.ValueOr("", arguments), cancellation));
        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else
        {
            Write(report);
        }

        return Task.FromResult(ExitCodes.Success);
    }

    private static Footprint Read(string file, Microcontroller core, string arithmetic, string memory, CancellationToken cancellation)
    {
        try
        {
            return FootprintReader.Read(Path.GetFileName(file), File.ReadAllBytes(file), arithmetic, memory, cancellation);
        }
        catch (GenerationException exception)
        {
            throw new CommandException($"{file}: does not run on {core.Name}: {exception.Reason}", exception);
        }
    }

    private void Write(FootprintReport report)
    {
        Table flash = PlainTable.Create("flash", "weights", "tables", "code");
        foreach (LayerFootprint layer in report.Layers)
        {
            flash.AddRow(Markup.Escape(layer.Name), Bytes(layer.Weights), Bytes(layer.Tables), Bytes(layer.Code));
        }

        flash.AddRow("all layers", "", "", Bytes(report.Flash.SharedCode));
        flash.AddRow("sum", Bytes(report.Flash.Weights), Bytes(report.Flash.Tables), Bytes(report.Flash.Code));
        Table ram = PlainTable.Create("RAM", "bytes");
        ram.AddRow("activations and decoded rows", Bytes(report.Ram.Workspace));
        ram.AddRow("input", Bytes(report.Ram.Inputs));
        ram.AddRow("output", Bytes(report.Ram.Outputs));
        ram.AddRow("stack, at most", Bytes(report.Ram.Stack));
        IAnsiConsole console = Terminal.OutputConsole();
        console.Write(flash);
        console.Write(ram);
        Terminal.Output.WriteLine(report.Summary());
    }

    private static string Bytes(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
