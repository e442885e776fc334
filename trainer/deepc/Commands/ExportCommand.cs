using System.CommandLine;
using System.Text;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.StateDictionaries;

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

    private readonly Option<string> _safetensors = new("--safetensors")
    {
        Description = "Write the dense weights to this file as a state dictionary by parameter names, which PyTorch loads.",
        HelpName = "OUT",
    };

    private readonly Option<bool> _json = CreateJsonOption();

    private readonly Option<bool> _int8 = new("--int8") { Description = "With --c-reference: weights and activations of 8 bits, integers alone." };

    public ExportCommand(Terminal terminal)
        : base(
            "export",
            "Writes the decoded network for other tools: dense float32 weights, a free batch dimension, and the artifact's input contract as metadata.",
            terminal,
            "deepc export lenet-300-100.dcz --onnx lenet-300-100.onnx",
            "deepc export lenet-300-100.dcz --safetensors lenet-300-100.safetensors",
            "deepc export lenet-5.dcz --c-reference lenet5.c --int8 --json")
    {
        Arguments.Add(_file);
        Options.Add(_onnx);
        Options.Add(_safetensors);
        Options.Add(_cReference);
        Options.Add(_int8);
        Options.Add(_json);
        Validators.Add(result =>
        {
            if (result.GetResult(_onnx) is null && result.GetResult(_safetensors) is null && result.GetResult(_cReference) is null)
            {
                result.AddError("Say what to write: --onnx OUT, --safetensors OUT or --c-reference OUT.");
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
        var written = new List<ExportedFile>();
        if (arguments.GetValue(_onnx) is { } onnx)
        {
            written.Add(Save(onnx, "onnx", OnnxExporter.Export(artifact, Path.GetFileNameWithoutExtension(file)), cancellation));
        }

        if (arguments.GetValue(_safetensors) is { } weights)
        {
            written.Add(Save(weights, "safetensors", SafetensorsWriter.Export(artifact), cancellation));
        }

        if (arguments.GetValue(_cReference) is { } source)
        {
            written.AddRange(SaveC(artifact, source, arguments.GetValue(_int8), cancellation));
        }

        if (arguments.GetValue(_json))
        {
            JsonReport.Write(Terminal.Output, new ExportReport(file, written));
        }
        else
        {
            foreach (ExportedFile output in written)
            {
                Terminal.Output.WriteLine($"{output.File}: {output.Bytes:N0} bytes, {Describe(output.Kind)}");
            }
        }

        return Task.FromResult(ExitCodes.Success);
    }

    /// <summary>The function is called after the C file.</summary>
    private static IEnumerable<ExportedFile> SaveC(Artifact artifact, string source, bool int8, CancellationToken cancellation)
    {
        string header = Path.ChangeExtension(source, ".h");
        string headerFile = Path.GetFileName(header);
        (string code, string declarations) = int8 ? CIntegerExporter.Export(artifact, headerFile) : CReferenceExporter.Export(artifact, headerFile);
        return [Save(source, "c", Encoding.UTF8.GetBytes(code), cancellation), Save(header, "header", Encoding.UTF8.GetBytes(declarations), cancellation)];
    }

    private static ExportedFile Save(string file, string kind, byte[] content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ArtifactFile.Save(file, content);
        return new ExportedFile(file, kind, content.Length);
    }

    private static string Describe(string kind) => kind switch
    {
        "onnx" => $"ONNX operator set {OnnxExporter.OperatorSet}",
        "safetensors" => "tensors of float32 by name",
        "c" => "C",
        _ => "its header",
    };
}
