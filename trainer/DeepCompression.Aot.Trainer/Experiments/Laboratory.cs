using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>
/// What experiments work with: data, engine, and the networks that several of them start from, each of which is made once,
/// by the stages of the pipeline with the paper's recipe.
/// </summary>
internal sealed class Laboratory
{
    private readonly Lazy<DatasetSplits> _secondData;
    private readonly ITrainingEngine _engine;
    private readonly DenseCheckpoint? _checkpoint;
    private readonly Action<PipelineEvent>? _progress;
    private readonly Dictionary<string, CompressedNetwork> _compressed = new(StringComparer.Ordinal);

    /// <param name="data">The images; the budget may take fewer of them.</param>
    /// <param name="secondData">Loads the second data set, when an experiment asks for it.</param>
    /// <param name="budget">How much work to do.</param>
    /// <param name="seed">Seeds everything.</param>
    /// <param name="engine">What trains.</param>
    /// <param name="checkpoint">Where dense networks are cached, or null.</param>
    /// <param name="progress">Told what happens, on this thread; may be null.</param>
    /// <param name="cancellation">Honoured between batches.</param>
    public Laboratory(
        DatasetSplits data,
        Func<DatasetSplits> secondData,
        ExperimentBudget budget,
        int seed,
        ITrainingEngine engine,
        DenseCheckpoint? checkpoint = null,
        Action<PipelineEvent>? progress = null,
        CancellationToken cancellation = default)
    {
        Data = Limit(data, budget);
        _secondData = new Lazy<DatasetSplits>(() => Limit(secondData(), budget));
        Budget = budget;
        Seed = seed;
        Cancellation = cancellation;
        _engine = engine;
        _checkpoint = checkpoint;
        _progress = progress;
    }

    /// <summary>Where the recurrent network lies that others trained, seen from the repository.</summary>
    public static string DefaultLstmModel { get; } = Path.Combine("..", "shared", "data", "models", "tflm-lstm", "mnist_lstm.converted.onnx");

    /// <summary>The recurrent network that others trained, an ONNX model.</summary>
    public string LstmModel { get; init; } = DefaultLstmModel;

    public DatasetSplits Data { get; }

    public DatasetSplits SecondData => _secondData.Value;

    public ExperimentBudget Budget { get; }

    public int Seed { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>The networks that experiments are about.</summary>
    public static IEnumerable<NetworkDefinition> Networks => ReferenceNetworks.Names.Select(name => ReferenceNetworks.Find(name)!);

    /// <summary>The paper's recipe for a network, as the budget allows it.</summary>
    public CompressionRecipe Recipe(NetworkDefinition network) =>
        Budget.Limit(ReferenceRecipes.Find(network.Name, ReferenceRecipes.Paper)!) with { Seed = Seed };

    /// <summary>The network after every stage of the paper's recipe; made on the first call.</summary>
    public CompressedNetwork Compressed(NetworkDefinition network)
    {
        if (!_compressed.TryGetValue(network.Name, out CompressedNetwork? compressed))
        {
            compressed = CompressedNetwork.Create(NewRun(network, Data, Recipe(network)), _checkpoint);
            _compressed.Add(network.Name, compressed);
        }

        return compressed;
    }

    /// <summary>The network after every stage of the paper's recipe, on the second data set.</summary>
    public CompressedNetwork CompressedOnSecondData(NetworkDefinition network) =>
        CompressedNetwork.Create(NewRun(network, SecondData, Recipe(network)), _checkpoint);

    /// <summary>The workbench for one network.</summary>
    public Workbench Workbench(NetworkDefinition network) => new(this, network);

    /// <summary>A run of the pipeline's stages.</summary>
    public PipelineRun NewRun(NetworkDefinition network, DatasetSplits data, CompressionRecipe recipe) =>
        new(network, data, recipe, _engine, _progress, Cancellation);

    /// <summary>What compressions of a network have in common.</summary>
    public PreparedCompression Prepare(NetworkDefinition network, CompressionRecipe recipe) =>
        PreparedCompression.Create(network, Data, recipe, _engine, _checkpoint, _progress, cancellation: Cancellation);

    /// <summary>A session of the engine.</summary>
    public ITrainingSession NewSession(NetworkDefinition network, int seed) => _engine.CreateSession(network, seed);

    /// <summary>Tells the user something.</summary>
    public void Notify(string message) => _progress?.Invoke(new PipelineNotice(PipelineStage.Train, message));

    private static DatasetSplits Limit(DatasetSplits data, ExperimentBudget budget) => new(
        First(data.Train, budget.TrainingImages), First(data.Validation, budget.TestImages), First(data.Test, budget.TestImages));

    private static Dataset First(Dataset data, int? count) => data.Slice(0, Math.Min(data.Count, count ?? data.Count));
}
