using System.CommandLine;
using System.Diagnostics;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Quickstart;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc quickstart</c>: from no data at all to a running executable, in one command.</summary>
internal sealed class QuickstartCommand : ToolCommand
{
    private const string NetworkName = "lenet-300-100";

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder for artifact, test images and program; by default artifacts/quickstart in the repository.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _json = CreateJsonOption();

    public QuickstartCommand(Terminal terminal)
        : base(
            "quickstart",
            "Trains LeNet-300-100 on drawn digits, compresses it, builds the sample program around it with NativeAOT and runs that. Takes minutes, needs no data.",
            terminal,
            "dotnet run --project trainer/deepc -c Release -- quickstart",
            "deepc quickstart --output my-first --json")
    {
        Options.Add(_output);
        Options.Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        string repository = RepositoryFolder.Find();
        string folder = Path.GetFullPath(arguments.GetValue(_output) ?? Path.Combine(repository, "artifacts", "quickstart"));
        bool json = arguments.GetValue(_json);
        var screen = new TrainingScreen(Terminal, json);

        DatasetSplits data = DrawnDigits.Create();
        TrainingReport training = await TrainAsync(data, folder, screen, cancellation).ConfigureAwait(false);

        string images = Path.Combine(folder, "test-images");
        IdxFolder.WriteTest(images, data.Test);
        CLinker? linker = CLinker.Find();
        screen.Notices.WriteLine();
        screen.Notices.WriteLine($"publishing samples/Digits around it {(linker is null ? "for the .NET runtime" : "with NativeAOT")}: about a minute");
        DigitsSample sample = await DigitsSample.PublishAsync(
            repository, training.File, Path.Combine(folder, "program"), linker, cancellation).ConfigureAwait(false);
        SampleRun run = await sample.RunAsync(images, cancellation).ConfigureAwait(false);
        var report = QuickstartReport.Create(training, sample, run, Stopwatch.GetElapsedTime(start));
        if (json)
        {
            JsonReport.Write(Terminal.Output, report);
        }
        else
        {
            ShowResult(report, run, images);
        }

        return ExitCodes.Success;
    }

    private static async Task<TrainingReport> TrainAsync(
        DatasetSplits data, string folder, TrainingScreen screen, CancellationToken cancellation)
    {
        // Without the cache: what it shows is what a machine without anything does.
        var job = new TrainingJob(ReferenceNetworks.Find(NetworkName)!, ReferenceRecipes.Quickstart)
        {
            Output = Path.Combine(folder, NetworkName + Artifact.Extension),
            UseCache = false,
        };
        TrainingReport report = await job.RunAsync(data, screen, cancellation).ConfigureAwait(false);
        screen.ShowTable(report);
        return report;
    }

    private void ShowResult(QuickstartReport report, SampleRun run, string images)
    {
        Terminal.Output.WriteLine(run.Output);
        if (report.Skipped is not null)
        {
            Terminal.Output.WriteLine($"skipped: {report.Skipped}");
        }

        string start = (report.NativeAot ? "" : "dotnet ") + Shortest(report.Program);
        Terminal.Output.WriteLine();
        Terminal.Output.WriteLine($"done in {report.Seconds:F0} s; next:");
        Terminal.Output.WriteLine($"  {start}");
        Terminal.Output.WriteLine($"  {start} --images {Shortest(images)}");
        Terminal.Output.WriteLine($"  dotnet run --project trainer/deepc -c Release -- inspect {Shortest(report.File)}");
        Terminal.Output.WriteLine("  dotnet run --project trainer/deepc -c Release -- train lenet-5 --data mnist --download");
    }

    /// <summary>A path as one would type it here.</summary>
    private static string Shortest(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
