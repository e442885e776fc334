using System.CommandLine;
using System.Diagnostics;
using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.CommandLine.Experiments;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Trainer.Experiments;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc experiment</c>: measures the paper's tables and figures again and collects them on one page.</summary>
internal sealed class ExperimentCommand : ToolCommand
{
    private const string Everything = "all";
    private const string DefaultOutput = "experiments";

    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = $"The experiments to run, or '{Everything}'; --list names them.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _list = new("--list") { Description = "List the experiments and run none." };
    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Few images and few points: everything within about a minute, to see that it works.",
    };

    private readonly Option<string?> _data = new("--data")
    {
        HelpName = DataSource.HelpName,
        Description = $"The images: {DataSource.Description} By default '{DataSource.Mnist}', with --quick '{DataSource.Drawn}'.",
    };

    private readonly Option<bool> _download = DataSource.CreateDownloadOption();
    private readonly Option<string?> _secondData = new("--second-data")
    {
        HelpName = "DIR",
        Description = "The second data set, such as Fashion-MNIST: a folder of IDX files, plain or gzip. By default drawn digits stand in for it.",
    };

    private readonly Option<string?> _lstmModel = new("--lstm-model")
    {
        HelpName = "FILE",
        Description = "The LSTM that the experiment 'lstm' compresses, an ONNX model; without the file it is skipped.",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "The folder of results; what it holds with the same settings is not measured again.",
        DefaultValueFactory = _ => DefaultOutput,
    };

    private readonly Option<int?> _seed = CountOption.Create("--seed", "Seeds everything; 1 by default.", 0, int.MaxValue / 2);
    private readonly Option<int?> _threads = EngineOptions.CreateThreads();
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Train dense networks even if the cache holds them." };
    private readonly Option<bool> _json = CreateJsonOption();

    public ExperimentCommand(Terminal terminal)
        : base(
            "experiment",
            "Measures the paper's tables and figures again, on the managed engine: CSV, charts, and a page that collects them.",
            terminal,
            "deepc experiment --list",
            "deepc experiment all --quick",
            "deepc experiment all --download --second-data ~/fashion-mnist",
            "deepc experiment table-2 figure-6 --data ~/mnist --output results")
    {
        Arguments.Add(_names);
        Option[] options = [_list, _quick, _data, _download, _secondData, _lstmModel, _output, _seed, _threads, _noCache, _json];
        foreach (Option option in options)
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var screen = new ExperimentScreen(Terminal, arguments.GetValue(_json));
        if (arguments.GetValue(_list))
        {
            screen.ShowList(ExperimentCatalogue.All);
            return ExitCodes.Success;
        }

        long start = Stopwatch.GetTimestamp();
        bool quick = arguments.GetValue(_quick);
        string output = arguments.GetRequiredValue(_output);
        var job = new ExperimentJob
        {
            Experiments = Choose(arguments.GetValue(_names) ?? []),
            Folder = new ExperimentFolder(output),
            Data = new DataSource(arguments.GetValue(_data) ?? (quick ? DataSource.Drawn : DataSource.Mnist)),
            SecondData = arguments.GetValue(_secondData) is { } folder ? new DataSource(folder) : null,
            LstmModel = arguments.GetValue(_lstmModel),
            Budget = quick ? ExperimentBudget.Quick : ExperimentBudget.Full,
            Seed = arguments.GetValue(_seed) ?? 1,
            Threads = arguments.GetValue(_threads),
            UseCache = !arguments.GetValue(_noCache),
        };
        OutputFile.RequireWritable(job.Folder.Page);
        if (arguments.GetValue(_download))
        {
            await job.Data.DownloadAsync(screen.Notices, cancellation).ConfigureAwait(false);
        }

        IReadOnlyList<ExperimentOutcome> outcomes = await job.RunAsync(screen, cancellation).ConfigureAwait(false);
        screen.ShowResult(ExperimentReport.Create(output, job, outcomes, Stopwatch.GetElapsedTime(start)));
        return ExitCodes.Success;
    }

    private static IReadOnlyList<Experiment> Choose(string[] names)
    {
        if (names.Length == 0)
        {
            throw new UsageException($"Name an experiment, or '{Everything}'; --list shows them.");
        }

        if (names.Contains(Everything))
        {
            return names.Length == 1 ? ExperimentCatalogue.All : throw new UsageException($"'{Everything}' stands alone.");
        }

        return [.. names.Distinct(StringComparer.Ordinal).Select(name =>
            ExperimentCatalogue.Find(name) ?? throw new UsageException($"There is no experiment '{name}'; --list shows them."))];
    }
}
