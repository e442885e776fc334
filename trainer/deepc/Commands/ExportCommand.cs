using System.CommandLine;
using System.Text;
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
    };

    private readonly Option<string> _cReference = new("--c-reference")
    {
        Description = "Write the dense network as a C file of plain loops, to measure a microcontroller's code against, and a header beside it.",
        HelpName = "OUT",
    };

    private readonly Option<bool> _int8 = new("--int8") { Description = "With --c-reference: weights and activations of 8 bits, integers alone." };

    public ExportCommand(Terminal terminal)
        : base(
            "export",
            "Writes the decoded network for other tools: dense float32 weights, a free batch dimension, and the artifact's input contract as metadata.",
            terminal,
            "deepc export lenet-300-100.dcz --onnx lenet-300-100.onnx")
    {
        Arguments.Add(_file);
        Options.Add(_onnx);
        Options.Add(_cReference);
        Options.Add(_int8);
        Validators.Add(result =>
        {
            if (result.GetResult(_onnx) is null && result.GetResult(_cReference) is null)
            {
                result.AddError("Say what to write: --onnx OUT or --c-reference OUT.");
            }

            if (result.GetResult(_int8) is { Implicit: false } && result.GetResult(_cReference) is null)
            {
                result.AddError("--int8 says how the C file computes: name it with --c-reference OUT.");
            }
        });
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string file = arguments.GetRequiredValue(_file);
        Artifact artifact = ArtifactFile.Load(file);
        if (arguments.GetValue(_onnx) is { } onnx)
        {
            byte[] model = OnnxExporter.Export(artifact, Path.GetFileNameWithoutExtension(file));
            cancellation.ThrowIfCancellationRequested();
            ArtifactFile.Save(onnx, model);
            Terminal.Output.WriteLine($"{onnx}: {model.Length:N0} bytes, ONNX operator set {OnnxExporter.OperatorSet}");
        }

        if (arguments.GetValue(_cReference) is { } source)
        {
            WriteC(artifact, source, arguments.GetValue(_int8), cancellation);
        }

        return Task.FromResult(ExitCodes.Success);
    }

    /// <summary>The function is called after the C file.</summary>
    private void WriteC(Artifact artifact, string source, bool int8, CancellationToken cancellation)
    {
        string header = Path.ChangeExtension(source, ".h");
        string headerFile = Path.GetFileName(header);
        (string code, string declarations) = int8 ? CIntegerExporter.Export(artifact, headerFile) : CReferenceExporter.Export(artifact, headerFile);
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(source, Encoding.UTF8.GetBytes(code));
        ArtifactFile.Save(header, Encoding.UTF8.GetBytes(declarations));
        Terminal.Output.WriteLine($"{source}: {code.Length:N0} bytes of C, and {header}");
    }
}
