using System.Globalization;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.OnnxRuntime;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Export;

namespace DeepCompression.Aot.Benchmarks.Startup;

/// <summary>Builds the programs whose start is compared; all of them are built as a user would build them, nothing is committed.</summary>
internal static class StartupPrograms
{
    /// <summary>The sample without arguments classifies as many.</summary>
    private const int Images = 4;

    private const string Compiler = "cc";

    /// <summary>The sample, published around one artifact of its own.</summary>
    public static StartupContestant PublishSample(string folder, string model)
    {
        string output = Path.Combine(folder, "sample");
        ExternalProgram.Run(
            "dotnet", "publish", Repository.File("samples", "Digits"), "-c", "Release", "-o", output, "-nologo",
            $"-p:DigitsArtifact={Repository.File("samples", "Digits", model + Artifact.Extension)}");
        string program = Path.Combine(output, "Digits");
        return new StartupContestant("Digits, NativeAOT", [program], new FileInfo(program).Length, "the executable");
    }

    /// <summary>The C program, its model and its images.</summary>
    /// <exception cref="DisagreementException">It answers something else than the reference.</exception>
    public static StartupContestant CompileOnnxProgram(string folder, BenchmarkNetwork network)
    {
        string program = Compile(folder, "onnx_digits");
        string model = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(model, OnnxExporter.Export(network.Artifact, "digits"));
        float[] inputs = DrawInputs(network);
        string images = Path.Combine(folder, "images.bin");
        File.WriteAllBytes(images, LittleEndian.Bytes(inputs));

        string library = OnnxRuntimeLibrary.File;
        RequireAnswers(network.Expected(inputs), ExternalProgram.Run(program, library, model, images));
        return new StartupContestant(
            "ONNX Runtime, C", [program, library, model, images],
            new FileInfo(program).Length + new FileInfo(library).Length + new FileInfo(model).Length, "program, library and model");
    }

    /// <summary>The program that measures others.</summary>
    public static string CompileMeasure(string folder) => Compile(folder, "measure");

    private static string Compile(string folder, string name)
    {
        string program = Path.Combine(folder, name);
        string source = Repository.File("tests", "DeepCompression.Aot.Benchmarks", "Startup", name + ".c");
        ExternalProgram.Run(Compiler, "-O2", "-o", program, source, "-ldl");
        return program;
    }

    private static float[] DrawInputs(BenchmarkNetwork network)
    {
        InputNormalisation contract = network.Artifact.InputContract!.Inputs[0];
        Dataset digits = DrawnDigits.Create(trainCount: 1, validationCount: 1, testCount: Images).Test
            .Normalised(new PixelNormalisation(contract.Scales[0], contract.Offsets[0]));
        var inputs = new float[Images * network.InputLength];
        digits.CopyInputs(0, inputs);
        return inputs;
    }

    private static void RequireAnswers(float[] logits, string output)
    {
        string[] expected = [.. logits.Chunk(logits.Length / Images)
            .Select(image => $"is a {Array.IndexOf(image, image.Max()).ToString(CultureInfo.InvariantCulture)}")];
        if (!expected.SequenceEqual(output.TrimEnd().Split('\n')))
        {
            throw new DisagreementException($"The ONNX Runtime program answers '{output}' instead of '{string.Join(' ', expected)}': it is not timed.");
        }
    }
}
