using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Reports;
using DeepCompression.Aot.Trainer.Synthesis;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc synthesize</c>: a large network of random weights, to see what size costs.</summary>
internal sealed class SynthesizeCommand : ToolCommand
{
    private readonly Argument<string> _network = new("NETWORK")
    {
        Description = $"The network: {string.Join(", ", LargeNetworks.Names)}.",
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "The artifact to write.", HelpName = "FILE", Required = true };
    private readonly Option<int?> _seed = CountOption.Create("--seed", "The seed of all weights; by default 1.", 0, int.MaxValue);
    private readonly Option<bool> _json = CreateJsonOption();

    public SynthesizeCommand(Terminal terminal)
        : base(
            "synthesize",
            "Writes an artifact of a large network with random weights at published densities and statistics: for sizes and times, not for answers.",
            terminal,
            "deepc synthesize alexnet -o alexnet.dcz",
            "deepc synthesize vgg16 -o vgg16.dcz --seed 7 --json")
    {
        _network.AcceptOnlyFromAmong([.. LargeNetworks.Names]);
        Arguments.Add(_network);
        Options.Add(_output);
        Options.Add(_seed);
        Options.Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        NetworkDefinition network = LargeNetworks.Find(arguments.GetRequiredValue(_network))!;
        string output = arguments.GetRequiredValue(_output);
        bool json = arguments.GetValue(_json);
        TextWriter notices = json ? Terminal.Error : Terminal.Output;
        OutputFile.RequireWritable(output);
        byte[] artifact = SyntheticNetwork.Create(network, arguments.GetValue(_seed) ?? 1, layer => notices.WriteLine($"{layer}: drawn"), cancellation);
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(output, artifact);
        var sizes = ArtifactReport.Of(ArtifactReader.Read(artifact), artifact.Length);
        if (json)
        {
            JsonReport.Write(Terminal.Output, new SynthesisReport(output, SyntheticNetwork.Data, sizes.FileBytes, sizes.DenseBytes, sizes.Ratio, sizes.Layers));
            return Task.FromResult(ExitCodes.Success);
        }

        Terminal.OutputConsole().Write(LayerTable.Create(sizes));
        Terminal.Output.WriteLine(
            $"{output}: {sizes.FileBytes:N0} bytes, {sizes.Ratio:F1} times smaller than {sizes.DenseBytes:N0} bytes dense; {SyntheticNetwork.Data}");
        return Task.FromResult(ExitCodes.Success);
    }
}
