using System.Globalization;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.OnnxRuntime;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.OnnxRuntime;
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

    /// <summary>The least program with one network.</summary>
    public static string NetworkProject { get; } = Repository.File("tests", "DeepCompression.Aot.Benchmarks", "NetworkProgram");

    /// <summary>The program that runs assemblies.</summary>
    public static string DotnetHost { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>The sample, published around one artifact of its own.</summary>
    public static StartupContestant PublishSample(string folder, string model)
    {
        string output = Path.Combine(folder, "sample");
        string artifact = Repository.File("samples", "Digits", model + Artifact.Extension);
        Publish(Repository.File("samples", "Digits"), folder, output, $"-p:DigitsArtifact={artifact}");
        string program = Path.Combine(output, "Digits");
        return new StartupContestant("Digits, NativeAOT", [program], new FileInfo(program).Length, "the executable");
    }

    /// <summary>The least program with a network, published for the JIT or as an executable; its answer comes from the samples' first.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="artifact">The network's file.</param>
    /// <param name="samples">The file of samples.</param>
    /// <param name="asExecutable">Whether NativeAOT compiles it.</param>
    /// <param name="memory">The metadata Memory of its item, or null.</param>
    /// <param name="instructionSet">What NativeAOT compiles for, or null for the project's own.</param>
    public static StartupContestant PublishNetwork(
        string folder, string artifact, string samples, bool asExecutable, string? memory = null, string? instructionSet = null)
    {
        string output = Path.Combine(folder, (asExecutable ? "executable" : "jit") + memory);
        string[] level = instructionSet is null ? [] : [$"-p:IlcInstructionSet={instructionSet}"];
        Publish(
            NetworkProject,
            folder,
            output,
            [$"-p:NetworkArtifact={artifact}", $"-p:NetworkMemory={memory}", $"-p:NetworkAot={asExecutable}", .. level]);
        string program = Path.Combine(output, asExecutable ? "NetworkProgram" : "NetworkProgram.dll");
        return asExecutable
            ? new StartupContestant("ours, NativeAOT", [program, samples], new FileInfo(program).Length, "the executable")
            : new StartupContestant(
                "ours, JIT", [DotnetHost, program, samples], Directory.GetFiles(output, "*.dll").Sum(file => new FileInfo(file).Length), "assemblies, without .NET itself");
    }

    /// <summary>The C program around a network.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="network">The network, one input and one output.</param>
    /// <param name="samples">The file of samples.</param>
    public static StartupContestant CompileOnnxProgram(string folder, BenchmarkNetwork network, string samples)
    {
        string program = Compile(folder, "onnx_classes");
        string path = Path.Combine(folder, "model.onnx");
        var model = OnnxModel.Single(network.Artifact, batch: 1);
        File.WriteAllBytes(path, model.Bytes);
        string library = OnnxRuntimeLibrary.File;
        string[] sizes = [.. model.InputShape.Skip(1).Select(size => size.ToString(CultureInfo.InvariantCulture))];
        return new StartupContestant(
            "ONNX Runtime, C", [program, library, path, samples, model.InputName, model.OutputName, .. sizes],
            new FileInfo(program).Length + new FileInfo(library).Length + new FileInfo(path).Length, "program, library and model");
    }

    /// <summary>Writes samples to a file.</summary>
    public static string WriteSamples(string folder, float[] samples)
    {
        string path = Path.Combine(folder, "samples.bin");
        File.WriteAllBytes(path, LittleEndian.Bytes(samples));
        return path;
    }

    /// <summary>The program that measures others.</summary>
    public static string CompileMeasure(string folder) => Compile(folder, "measure");

    /// <summary>Builds everything below the folder: beside the sources another program may be building them as well.</summary>
    private static void Publish(string project, string folder, string output, params string[] properties) => ExternalProgram.Run(
        "dotnet", ["publish", project, "-c", "Release", "--artifacts-path", Path.Combine(folder, "build"), "-o", output, "-nologo", .. properties]);

    private static string Compile(string folder, string name)
    {
        string program = Path.Combine(folder, name);
        string source = Repository.File("tests", "DeepCompression.Aot.Benchmarks", "Startup", name + ".c");
        ExternalProgram.Run(Compiler, "-O2", "-o", program, source, "-ldl");
        return program;
    }

    /// <summary>Drawn digits, as the sample classifies them.</summary>
    public static float[] DrawDigits(BenchmarkNetwork network)
    {
        InputNormalisation contract = network.Artifact.InputContract!.Inputs[0];
        Dataset digits = DrawnDigits.Create(trainCount: 1, validationCount: 1, testCount: Images).Test
            .Normalised(new PixelNormalisation(contract.Scales[0], contract.Offsets[0]));
        var inputs = new float[Images * network.InputLength];
        digits.CopyInputs(0, inputs);
        return inputs;
    }

    /// <summary>Requires that programs give the same answers.</summary>
    /// <param name="expected">The lines with answers.</param>
    /// <param name="contestant">A program.</param>
    /// <exception cref="DisagreementException">It answers something else.</exception>
    public static void RequireAnswers(string[] expected, StartupContestant contestant)
    {
        string[] answers = Answers(contestant);
        if (!expected.SequenceEqual(answers))
        {
            throw new DisagreementException($"{contestant.Name} answers '{string.Join(' ', answers)}' instead of '{string.Join(' ', expected)}': it is not timed.");
        }
    }

    /// <summary>The lines with answers that a program prints.</summary>
    public static string[] Answers(StartupContestant contestant) =>
        [.. ExternalProgram.Run(contestant.CommandLine[0], contestant.CommandLine[1..]).Split('\n').Where(line => line.StartsWith(StartupRun.Marker, StringComparison.Ordinal))];

    /// <summary>The answers that follow from the outputs of several samples.</summary>
    public static string[] Answers(float[] outputs, int length) =>
        [.. outputs.Chunk(length).Select(sample => $"{StartupRun.Marker}{Array.IndexOf(sample, sample.Max()).ToString(CultureInfo.InvariantCulture)}")];
}
