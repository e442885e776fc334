using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Benchmarks.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.Startup;

/// <summary>
/// The command <c>startup</c>: the sample's NativeAOT executable and the least C program that does the same job with ONNX Runtime, each
/// as a process of its own that classifies four digits with LeNet-300-100.
/// </summary>
internal sealed class StartupCommand : Command
{
    private const string Model = "lenet-300-100";
    private const int Runs = 40;

    public StartupCommand()
        : base("startup", "Compares start-up, peak memory and size of the sample's executable with a minimal ONNX Runtime program doing the same job.")
    {
        SetAction(Run);
    }

    private static int Run(ParseResult arguments)
    {
        TextWriter output = arguments.InvocationConfiguration.Output;
        output.WriteLine(MachineName.Describe());
        string folder = Directory.CreateTempSubdirectory("deepc-startup-").FullName;
        try
        {
            List<StartupContestant> contestants = [StartupPrograms.PublishSample(folder, Model)];
            if (OnnxRuntimeLibrary.Api is null)
            {
                output.WriteLine(OnnxRuntimeLibrary.HowToInstall);
            }
            else
            {
                contestants.Add(StartupPrograms.CompileOnnxProgram(folder, NetworkCatalogue.Committed(Model)));
            }

            string measure = StartupPrograms.CompileMeasure(folder);
            foreach ((StartupContestant contestant, StartupTimes times) in StartupRun.Measure(measure, contestants, Runs))
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{contestant.Name}: first answer {times.FirstAnswer / 1000:F1} ms, end {times.End / 1000:F1} ms, "
                    + $"peak memory {times.PeakKibibytes / 1024.0:F1} MiB, files {contestant.Bytes / 1048576.0:F2} MiB ({contestant.Files})"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
