using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pruning;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>Everything that decides how a network is trained and compressed, besides the network and the data.</summary>
internal sealed record CompressionRecipe
{
    /// <summary>The recipe's name, for the artifact's provenance.</summary>
    public required string Name { get; init; }

    /// <summary>How each weight tensor is compressed, in the order of <see cref="NetworkDefinition.Weights"/>.</summary>
    public required EquatableArray<LayerRecipe> Layers { get; init; }

    /// <summary>Training of the dense network.</summary>
    public required TrainingPhase Dense { get; init; }

    /// <summary>The rounds in which weights are removed.</summary>
    public PruningSchedule Schedule { get; init; } = PruningSchedule.OneShot;

    /// <summary>Masked training over which the rounds are spread evenly, the first at its beginning.</summary>
    public required TrainingPhase Pruning { get; init; }

    /// <summary>Masked retraining after the last round.</summary>
    public required TrainingPhase Retraining { get; init; }

    /// <summary>How the weights that remain are chosen.</summary>
    public PruningMethod PruningMethod { get; init; } = new();

    /// <summary>
    /// Training in which weights are put on their centroids step by step (<see cref="Quantisation.Freezing"/>); without epochs all are at once.
    /// </summary>
    public TrainingPhase Freezing { get; init; } = new(0, 0, 0);

    /// <summary>
    /// The loss that sharing may add before retraining where the widths of codebook indices are chosen automatically
    /// (<see cref="BitAllocation"/>); null where each layer has the width that it was given.
    /// </summary>
    public double? BitsTolerance { get; init; }

    /// <summary>What a bit of a codebook index costs against the distance to the centroid (<see cref="EntropyAwareAssignment"/>).</summary>
    public double EntropyPrice { get; init; }

    /// <summary>The width of a codebook index of biases: 2^b − 1 shared values; null where every bias is stored as it is.</summary>
    public int? BiasBits { get; init; }

    /// <summary>What helps training.</summary>
    public TrainingAids Aids { get; init; } = TrainingAids.None;

    /// <summary>Retraining of the shared weights.</summary>
    public required TrainingPhase Sharing { get; init; }

    /// <summary>Seeds initial weights, dropout, shuffling and random codebooks.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The samples of a training step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The optimiser of all stages, each of which starts it afresh.</summary>
    public OptimiserSettings Optimiser { get; init; } = new(OptimiserKind.Adam, WeightDecay: 1e-4f);

    /// <summary>Where k-means starts.</summary>
    public CodebookInitialisation Initialisation { get; init; } = CodebookInitialisation.Linear;

    /// <summary>How shared values are stored.</summary>
    public NumberFormat CodebookFormat { get; init; } = NumberFormat.Half;

    /// <summary>How biases are stored.</summary>
    public NumberFormat BiasFormat { get; init; } = NumberFormat.Half;

    /// <summary>How pruned weights are coded.</summary>
    public CodingScheme Coding { get; init; } = CodingScheme.Huffman;

    /// <summary>The bits of a gap at fixed width, or null for the cheapest of each layer.</summary>
    public int? GapBits { get; init; }

    /// <summary>What decides size and error, in one line.</summary>
    public string Summary => RecipeSummary.Of(this);

    /// <summary>This recipe with a number of weights that all layers share, each weight where it is worth most.</summary>
    public CompressionRecipe WithTotalWeights(int weights) => this with
    {
        Layers = new([.. Layers.Select(layer => layer with { Pruning = null })]),
        PruningMethod = PruningMethod with { TotalWeights = weights },
    };

    /// <summary>This recipe with a rule for each layer that says how many of its weights remain.</summary>
    /// <exception cref="ArgumentException">There are not as many rules as layers.</exception>
    public CompressionRecipe WithRules(IReadOnlyList<PruningRule> rules) => rules.Count != Layers.Length
        ? throw new ArgumentException($"There are {rules.Count} rules for {Layers.Length} layers.", nameof(rules))
        : this with
        {
            Layers = new([.. Layers.Zip(rules, (layer, rule) => layer with { Pruning = rule })]),
            PruningMethod = PruningMethod with { TotalWeights = null },
        };
}
