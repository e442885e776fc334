using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Startup;

/// <summary>
/// The command <c>startup</c>: the sample's NativeAOT executable and the least C program that does the same job with ONNX Runtime, each
/// as a process of its own that classifies four digits with LeNet-300-100. Or, for another network, the least program around it, under
/// the JIT and as an executable, and the same C program, each of which classifies one drawn input. Or the executable with each of the
/// places that weights can have.
/// </summary>
internal sealed class StartupCommand : Command
{
    private const string Digits = "lenet-300-100";
    private const int DigitsRuns = 40;
    private const int NetworkRuns = 10;
    private const int PlaceRuns = 3;

    /// <summary>Inferences of which each executable gives the time.</summary>
    private const string Inferences = "200";

    /// <summary>Where weights can be: the values of the metadata Memory.</summary>
    private static readonly string[] Places = ["unpacked", "readonly-avx512", "readonly", "streaming"];

    private readonly Option<string?> _network = NetworkOption.Create("Measure a whole network in place of the sample");
    private readonly Option<bool> _memory = new("--memory") { Description = $"Of a network, the executable with each place of the weights: {string.Join(", ", Places)}." };
    private readonly Option<int?> _runs = new("--runs")
    {
        Description = $"How often each program is started; {DigitsRuns} for the sample, {NetworkRuns} for a network, {PlaceRuns} for each place.",
    };

    public StartupCommand()
        : base("startup", "Compares start-up, peak memory and size of a program of ours with a minimal ONNX Runtime program doing the same job.")
    {
        Options.Add(_network);
        Options.Add(_memory);
        Options.Add(_runs);
        Validators.Add(result =>
        {
            if (result.GetValue(_memory) && result.GetValue(_network) is null)
            {
                result.AddError("--memory needs a network: --network NAME|FILE.");
            }
        });
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        TextWriter output = arguments.InvocationConfiguration.Output;
        output.WriteLine(MachineName.Describe());
        if (OnnxRuntimeLibrary.Api is null)
        {
            output.WriteLine(OnnxRuntimeLibrary.HowToInstall);
        }

        string folder = Directory.CreateTempSubdirectory("deepc-startup-").FullName;
        try
        {
            string? network = arguments.GetValue(_network);
            bool places = arguments.GetValue(_memory);
            List<StartupContestant> contestants = network is null ? Sample(folder)
                : places ? PlacesOf(folder, NetworkCatalogue.Find(network))
                : Network(folder, NetworkCatalogue.Find(network));
            string measure = StartupPrograms.CompileMeasure(folder);
            int runs = arguments.GetValue(_runs) ?? (network is null ? DigitsRuns : places ? PlaceRuns : NetworkRuns);
            foreach ((StartupContestant contestant, StartupTimes times) in StartupRun.Measure(measure, contestants, runs))
            {
                output.WriteLine(Describe(contestant, times));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<StartupContestant> Sample(string folder)
    {
        List<StartupContestant> contestants = [StartupPrograms.PublishSample(folder, Digits)];
        if (OnnxRuntimeLibrary.Api is not null)
        {
            BenchmarkNetwork network = NetworkCatalogue.Committed(Digits);
            float[] digits = StartupPrograms.DrawDigits(network);
            StartupContestant onnx = StartupPrograms.CompileOnnxProgram(folder, network, StartupPrograms.WriteSamples(folder, digits));
            StartupPrograms.RequireAnswers(StartupPrograms.Answers(network.Expected(digits), network.OutputLength), onnx);
            contestants.Add(onnx);
        }

        return contestants;
    }

    private static List<StartupContestant> Network(string folder, BenchmarkNetwork network)
    {
        (string artifact, string samples) = WriteFiles(folder, network);
        List<StartupContestant> contestants =
        [
            StartupPrograms.PublishNetwork(folder, artifact, samples, asExecutable: false),
            StartupPrograms.PublishNetwork(folder, artifact, samples, asExecutable: true),
        ];
        if (OnnxRuntimeLibrary.Api is not null)
        {
            contestants.Add(StartupPrograms.CompileOnnxProgram(folder, network, samples));
        }

        return RequireSameAnswers(contestants);
    }

    /// <summary>Executables for processors with AVX-512 where this is one, since one of the places is made for them.</summary>
    private static List<StartupContestant> PlacesOf(string folder, BenchmarkNetwork network)
    {
        (string artifact, string samples) = WriteFiles(folder, network);
        string instructionSet = Vector512.IsHardwareAccelerated ? "x86-x64-v4" : "x86-x64-v3";
        return RequireSameAnswers(
        [
            .. Places.Select(place =>
            {
                StartupContestant program = StartupPrograms.PublishNetwork(folder, artifact, samples, asExecutable: true, place, instructionSet);
                return program with { Name = place, CommandLine = [.. program.CommandLine, Inferences] };
            }),
        ]);
    }

    private static (string Artifact, string Samples) WriteFiles(string folder, BenchmarkNetwork network)
    {
        string artifact = Path.Combine(folder, "network.dcz");
        File.WriteAllBytes(artifact, network.File);
        return (artifact, StartupPrograms.WriteSamples(folder, Activations.Draw(network.InputLength)));
    }

    private static List<StartupContestant> RequireSameAnswers(List<StartupContestant> contestants)
    {
        string[] answers = StartupPrograms.Answers(contestants[0]);
        foreach (StartupContestant contestant in contestants)
        {
            StartupPrograms.RequireAnswers(answers, contestant);
        }

        return contestants;
    }

    private static string Describe(StartupContestant contestant, StartupTimes times)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{contestant.Name}: first answer {times.FirstAnswer / 1000:F1} ms, end {times.End / 1000:F1} ms, "
            + $"peak memory {times.PeakKibibytes / 1024.0:F1} MiB, files {contestant.Bytes / 1048576.0:F2} MiB ({contestant.Files})");
        if (times is { FileKibibytes: long file, RunNanoseconds: long run })
        {
            line += string.Create(CultureInfo.InvariantCulture, $"; pages of files {file / 1024.0:F1} MiB, a run {run / 1000.0:F1} µs");
        }

        return times.PrivateKibibytes is [var before, var loaded, var end]
            ? line + string.Create(CultureInfo.InvariantCulture, $"; of its own {before / 1024.0:F1} MiB, with the weights loaded {loaded / 1024.0:F1}, in the end {end / 1024.0:F1}")
            : line;
    }
}
