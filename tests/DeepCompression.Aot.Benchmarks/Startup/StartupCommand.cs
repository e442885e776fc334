using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Startup;

/// <summary>
/// The command <c>startup</c>: the sample's NativeAOT executable and the least C program that does the same job with ONNX Runtime, each
/// as a process of its own that classifies four digits with LeNet-300-100. Or, for another network, the least program around it, under
/// the JIT and as an executable, and the same C program, each of which classifies one drawn input.
/// </summary>
internal sealed class StartupCommand : Command
{
    private const string Digits = "lenet-300-100";
    private const int DigitsRuns = 40;
    private const int NetworkRuns = 10;

    private readonly Option<string?> _network = NetworkOption.Create("Measure a whole network in place of the sample");
    private readonly Option<int?> _runs = new("--runs") { Description = $"How often each program is started; {DigitsRuns} for the sample, {NetworkRuns} for a network." };

    public StartupCommand()
        : base("startup", "Compares start-up, peak memory and size of a program of ours with a minimal ONNX Runtime program doing the same job.")
    {
        Options.Add(_network);
        Options.Add(_runs);
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
            List<StartupContestant> contestants = network is null ? Sample(folder) : Network(folder, NetworkCatalogue.Find(network));
            string measure = StartupPrograms.CompileMeasure(folder);
            int runs = arguments.GetValue(_runs) ?? (network is null ? DigitsRuns : NetworkRuns);
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
        string artifact = Path.Combine(folder, "network.dcz");
        File.WriteAllBytes(artifact, network.File);
        string samples = StartupPrograms.WriteSamples(folder, Activations.Draw(network.InputLength));
        List<StartupContestant> contestants =
        [
            StartupPrograms.PublishNetwork(folder, artifact, samples, asExecutable: false),
            StartupPrograms.PublishNetwork(folder, artifact, samples, asExecutable: true),
        ];
        if (OnnxRuntimeLibrary.Api is not null)
        {
            contestants.Add(StartupPrograms.CompileOnnxProgram(folder, network, samples));
        }

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
        return times.PrivateKibibytes is [var before, var loaded, var end]
            ? line + string.Create(CultureInfo.InvariantCulture, $"; of its own {before / 1024.0:F1} MiB, with the weights loaded {loaded / 1024.0:F1}, in the end {end / 1024.0:F1}")
            : line;
    }
}
