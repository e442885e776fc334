using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Export;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc export</c>: the decoded network for other tools.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly Argument<string> _file = CreateFileArgument();
    private readonly Option<string> _onnx = new("--onnx")
    {
        Description = $"Write a dense ONNX model (operator set {OnnxExporter.OperatorSet}) to this file.",
        HelpName = "OUT",
        Required = true,
    };

    public ExportCommand(Terminal terminal)
        : base(
            "export",
            "Writes the decoded network for other tools: dense float32 weights, a free batch dimension, and the artifact's input contract as metadata.",
            terminal,
            "deepc export lenet-300-100.dcz --onnx lenet-300-100.onnx")
    {
        Arguments.Add(_file);
        Options.Add(_onnx);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        string output = arguments.GetRequiredValue(_onnx);
        Artifact artifact = ArtifactFile.Load(file);
        byte[] model = OnnxExporter.Export(artifact, Path.GetFileNameWithoutExtension(file));
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(output, model);
        Terminal.Output.WriteLine($"{output}: {model.Length:N0} bytes, ONNX operator set {OnnxExporter.OperatorSet}");
        return Task.FromResult(ExitCodes.Success);
    }
}
