using System.CommandLine;
using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;
using DeepCompression.Aot.CommandLine.Training;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.StateDictionaries;

namespace DeepCompression.Aot.CommandLine.Commands;

/// <summary><c>deepc train</c>: trains a reference network, compresses it and writes the artifact.</summary>
internal sealed class TrainCommand : ToolCommand
{
    private readonly Argument<string> _network = new("NETWORK") { Description = "The network to train." };
    private readonly Option<string> _data = new("--data")
    {
        HelpName = DataSource.HelpName,
        Description = "Where the images come from: " + DataSource.Description,
        DefaultValueFactory = _ => DataSource.Drawn,
    };

    private readonly Option<bool> _download = DataSource.CreateDownloadOption();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The artifact to write; by default the network's name in this folder.",
        HelpName = "FILE",
    };

    private readonly ImageOptions _images = new(isTraining: true);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _noCache = new("--no-cache")
    {
        Description = "Train the dense network even if the cache holds it.",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "Begin with the weights of this safetensors file, a state dictionary by parameter names; --epochs trains them on.",
        HelpName = "WEIGHTS",
    };

    private readonly Option<string?> _saveDense = new("--save-dense")
    {
        Description = "Write the weights of the dense network to this safetensors file as soon as they are trained: with --from another run goes on from them, on either engine.",
        HelpName = "WEIGHTS",
    };

    private readonly Option<bool> _json = CreateJsonOption();
    private readonly Option<string> _recipeName = new("--recipe")
    {
        Description = $"'{ReferenceRecipes.Best}' for the smallest artifact, '{ReferenceRecipes.Plain}' to learn from the images alone, '{ReferenceRecipes.Paper}' for Deep Compression's own densities and bits.",
        HelpName = string.Join('|', ReferenceRecipes.Names),
        DefaultValueFactory = _ => ReferenceRecipes.Best,
    };

    private readonly RecipeOptions _recipe = new();
    private readonly SearchOptions _search = new();

    public TrainCommand(Terminal terminal)
        : base(
            "train",
            "Trains a network, prunes it, shares its weights, Huffman-codes them and writes the artifact.",
            terminal,
            "deepc train lenet-300-100",
            "deepc train lenet-300-100 --data mnist --download --seed 3",
            "deepc train lenet-5 --data mnist --recipe paper",
            "deepc train lenet-5 --data mnist --target-error 0.80",
            "deepc train lenet-300-100 --data mnist --target-ratio 150 --trials 5",
            "deepc train lenet-5 --data mnist --epochs 3 --save-dense weights.safetensors",
            "deepc train lenet-5 --data mnist --from weights.safetensors",
            "deepc train lenet-5 --data ~/images --densities 0.66,0.12,0.08,0.19 --bits 8,8,5,5 --output mine.dcz --json")
    {
        _network.AcceptOnlyFromAmong([.. ReferenceNetworks.Names]);
        Arguments.Add(_network);
        Option[] options = [_data, _download, .. _images.Options, _output, _from, _saveDense, .. _engine.Options, _noCache];
        foreach (Option option in options)
        {
            Options.Add(option);
        }

        _recipeName.AcceptOnlyFromAmong([.. ReferenceRecipes.Names]);
        Options.Add(_recipeName);
        _search.AddTo(this);
        _recipe.AddTo(this);
        Options.Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        NetworkDefinition network = ReferenceNetworks.Find(arguments.GetRequiredValue(_network))!;
        bool json = arguments.GetValue(_json);
        var data = new DataSource(arguments.GetRequiredValue(_data)) { Network = network.Graph.Inputs[0] };
        CompressionRecipe recipe = ReferenceRecipes.Find(network.Name, arguments.GetRequiredValue(_recipeName))!;
        if (arguments.GetValue(_from) is { } weights)
        {
            network = network with { Start = SafetensorsFile.Read(weights, network.ParameterNames, network.Graph.Parameters) };
            recipe = recipe with { Dense = recipe.Dense with { Epochs = 0 } };
        }

        recipe = _recipe.Apply(recipe, arguments);
        if (recipe.PruningMethod.TotalWeights > network.WeightCount)
        {
            throw new UsageException($"--weights {recipe.PruningMethod.TotalWeights} is more than the {network.WeightCount} that {network.Name} has.");
        }

        var job = new TrainingJob(network, recipe)
        {
            Output = arguments.GetValue(_output) ?? network.Name + Artifact.Extension,
            Engine = _engine.Create(arguments),
            UseCache = !arguments.GetValue(_noCache),
            DenseOutput = arguments.GetValue(_saveDense),
        };
        SearchPlan? plan = _search.Plan(network, _recipe.PerLayer(arguments), arguments);
        var screen = new TrainingScreen(Terminal, json);
        if (arguments.GetValue(_download))
        {
            await data.DownloadAsync(screen.Notices, cancellation).ConfigureAwait(false);
        }

        DatasetSplits images = _images.Apply(data, arguments, screen.Notices).Load(cancellation: cancellation);
        TrainingReport report = plan is null
            ? await job.RunAsync(images, screen, cancellation).ConfigureAwait(false)
            : await new SearchJob(job, plan).RunAsync(images, screen, cancellation).ConfigureAwait(false);
        screen.ShowResult(report);
        return ExitCodes.Success;
    }
}
