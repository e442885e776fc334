using System.Text;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Tests.Aot;

/// <summary>
/// A program around one network in every mode that an item can ask for, published once for each instruction set: it prints what each
/// mode allocated and computed.
/// </summary>
public sealed class ModesProgram : IDisposable
{
    /// <summary>The modes: the class, the metadata of its item, and whether the network has a convolution, which batches have not.</summary>
    internal static readonly (string Class, string Metadata, bool Convolves)[] Modes =
    [
        ("Floats", "", true),
        ("Bytes", "Arithmetic=\"int8\"", true),
        ("CalibratedBytes", "Arithmetic=\"int8\"", true),
        ("CalibratedFine", "Arithmetic=\"int14\"", true),
        ("Fine", "Arithmetic=\"int14\"", true),
        ("Threads", "Threads=\"2\"", true),
        ("ThreadsOfBytes", "Arithmetic=\"int8\" Threads=\"2\"", true),
        ("ThreadsOfFine", "Arithmetic=\"int14\" Threads=\"2\"", true),
        ("Batch", "Batch=\"16\"", false),
        ("BatchOfBytes", "Arithmetic=\"int8\" Batch=\"16\"", false),
        ("Streaming", "Memory=\"streaming\"", true),
        ("ReadOnly", "Memory=\"readonly\"", true),
        ("ReadOnlyAvx512", "Memory=\"readonly-avx512\"", true),
        ("ReadOnlyBytes", "Memory=\"readonly-avx512\" Arithmetic=\"int8\"", true),
        ("ReadOnlyFine", "Memory=\"readonly-avx512\" Arithmetic=\"int14\"", true),
    ];

    /// <summary>The values that layers read which may compute with integers, where the network convolves.</summary>
    private static readonly int[] IntegerInputs = [2, 4, 7, 9];

    private const int SampleCount = 16;
    private const int Centroids = 31;

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _published = [];

    /// <summary>Draws the network and writes a project that is published for an instruction set of this machine.</summary>
    public ModesProgram()
        : this(
            """
            <TargetFramework>net9.0</TargetFramework>
            <RollForward>Major</RollForward>
            <PublishAot Condition="'$(ModesInstructionSet)' != ''">true</PublishAot>
            <IlcInstructionSet>$(ModesInstructionSet)</IlcInstructionSet>
            <CppCompilerAndLinker Condition="!Exists('/usr/bin/clang') and Exists('/usr/bin/gcc')">gcc</CppCompilerAndLinker>
            <InvariantGlobalization>true</InvariantGlobalization>
            """)
    {
    }

    /// <summary>Draws the network and writes the project.</summary>
    /// <param name="properties">What it says of the framework and the compiler, as lines of XML.</param>
    internal ModesProgram(string properties)
    {
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets"])
        {
            Write(file, $"""<Project><Import Project="{Repository.File(file)}" /></Project>""");
        }

        string items = string.Concat(Modes.Select(mode => $"<CompressedModel Include=\"{mode.Class}.dcz\" {mode.Metadata} />"));
        Write(
            "Modes.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <DeepCompressionFromSource>true</DeepCompressionFromSource>
                {properties}
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        Write("Program.cs", Program());
        foreach ((string name, _, bool convolves) in Modes)
        {
            byte[] network = Network(convolves);
            bool isCalibrated = name.StartsWith("Calibrated", StringComparison.Ordinal);
            _folder.Write($"{name}.dcz", isCalibrated ? Network(convolves, Calibrate(network, IntegerInputs)) : network);
        }
    }

    /// <summary>The samples that the program runs, one after another.</summary>
    internal static float[][] Samples { get; } =
        [.. Enumerable.Range(0, SampleCount).Select(sample => Enumerable.Range(0, 400).Select(i => ((((sample * 31) + i) * 37) % 101 / 50f) - 1).ToArray())];

    /// <summary>The project's folder.</summary>
    internal string Folder => _folder.FullPath;

    /// <summary>Publishes for an instruction set, or for the JIT where none is named, and runs, maybe with another environment.</summary>
    internal async Task<string[]> Run(string? instructionSet, params string[] environment)
    {
        string output = _folder.File(instructionSet ?? "jit");
        if (_published.Add(output))
        {
            string[] properties = instructionSet is null ? [] : [$"-p:ModesInstructionSet={instructionSet}"];
            (await ProcessRun.Dotnet(_folder.FullPath, ["publish", "-c", "Release", "-o", output, "-nologo", .. properties])).AssertSucceeds();
        }

        string[] command = instructionSet is null ? ["dotnet", Path.Combine(output, "Modes.dll")] : [Path.Combine(output, "Modes")];
        ProcessRun run = await ProcessRun.Start(_folder.FullPath, "env", "", [.. environment, .. command]);
        return Lines(run);
    }

    /// <summary>What the program said of each mode.</summary>
    internal static string[] Lines(ProcessRun run) => run.AssertSucceeds().Output.TrimEnd('\n').Split('\n');

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    /// <summary>Every mode in turn: what a run allocates, on all threads, once one was made, and the outputs of all samples.</summary>
    private static string Program()
    {
        var code = new StringBuilder(
            """
            using System.Globalization;
            using DeepCompression.Aot;

            float[] samples = [.. Enumerable.Range(0, 6400).Select(i => ((((i / 400 * 31) + (i % 400)) * 37) % 101 / 50f) - 1)];

            void Print(string mode, Action run, float[] outputs)
            {
                run();

                // The least of several runs: the runtime's own threads allocate now and then.
                long allocated = long.MaxValue;
                for (int i = 0; i < 5; i++)
                {
                    long before = GC.GetTotalAllocatedBytes(precise: true);
                    run();
                    allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - before);
                }

                Console.WriteLine($"{mode} {allocated} {string.Join(' ', outputs.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}");
            }


            """);
        foreach ((string name, _, _) in Modes)
        {
            code.Append(
                $$"""
                {
                    float[] outputs = new float[160];
                    float[] workspace = new float[{{name}}.WorkspaceLength];
                    Print("{{name}}", () =>
                    {
                        for (int i = 0; i < 160 / {{name}}.OutputLength; i++)
                        {
                            {{name}}.Run(samples.AsSpan(i * {{name}}.InputLength, {{name}}.InputLength), outputs.AsSpan(i * {{name}}.OutputLength, {{name}}.OutputLength), workspace);
                        }
                    }, outputs);
                }


                """);
        }

        foreach ((string name, _, _) in Modes)
        {
            code.Append($"[CompressedModel(\"{name}.dcz\")]\ninternal static partial class {name};\n\n");
        }

        return code.ToString();
    }

    /// <summary>
    /// The artifact of two fully connected layers, of which one is worth a second thread; behind a convolution of each kind that has
    /// kernels of its own (sparse, pointwise, depthwise, of 3×3), or not.
    /// </summary>
    internal static byte[] Network(bool convolves, EquatableArray<ActivationScale> scales = default)
    {
        var random = new Random(6);
        Tensor[] linear = [Sparse(random, 0.4, 1200, convolves ? 512 : 400), Sparse(random, 0.3, 10, 1200)];
        Tensor[] tensors = convolves
            ?
            [
                Sparse(random, 0.5, 16, 1, 5, 5), Sparse(random, 0.95, 32, 16, 1, 1), Sparse(random, 0.95, 32, 1, 3, 3),
                Sparse(random, 0.95, 32, 32, 3, 3), .. linear,
            ]
            : linear;
        var padded = new SlidingWindow(3, 3, 1, 1, 1, 1, 1, 1);
        var halving = new SlidingWindow(2, stride: 2);
        Operator[] first = convolves
            ?
            [
                new ConvolutionOperator(0, 0, null, new SlidingWindow(5)), new MaxPoolOperator(1, halving),
                new ConvolutionOperator(2, 1, null, new SlidingWindow(1)), new GroupedConvolutionOperator(3, 2, null, padded, Groups: 32),
                new ConvolutionOperator(4, 3, null, padded), new MaxPoolOperator(5, halving), new FlattenOperator(6),
            ]
            : [];
        (int value, int parameter) = (first.Length, tensors.Length - linear.Length);
        var graph = new Graph(
            new([convolves ? new TensorShape(1, 20, 20) : new TensorShape(400)]),
            new([.. tensors.Select(tensor => tensor.Shape)]),
            new([.. first, new LinearOperator(value, parameter, null), new ReluOperator(value + 1), new LinearOperator(value + 2, parameter + 1, null)]),
            new([value + 3]));
        return ArtifactWriter.Write(graph, tensors, activationScales: scales);
    }

    /// <summary>The largest magnitudes of values over all samples.</summary>
    private static EquatableArray<ActivationScale> Calibrate(byte[] network, params int[] values)
    {
        Artifact artifact = ArtifactReader.Read(network);
        var reference = new ReferenceInterpreter(artifact with { Graph = artifact.Graph with { Outputs = new(values) } });
        float[][][] seen = [.. Samples.Select(sample => reference.Run(sample))];
        return new([.. values.Select((value, i) => new ActivationScale(value, seen.Max(outputs => outputs[i].Max(Math.Abs))))]);
    }

    private static CodedTensor Sparse(Random random, double density, params int[] dimensions)
    {
        var shape = new TensorShape(dimensions);
        int[] assignment = [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => random.NextDouble() < density ? random.Next(Centroids) : -1)];
        double scale = 1 / Math.Sqrt(shape.RowLength * density);
        float[] centroids = [.. Enumerable.Range(0, Centroids).Select(i => (float)(Half)((i - 15.5) / 10 * scale))];
        return CodedTensorEncoder.Encode(shape, assignment, centroids, NumberFormat.Half);
    }

    private void Write(string path, string text) => _folder.Write(path, Encoding.UTF8.GetBytes(text));
}
