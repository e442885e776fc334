namespace DeepCompression.Aot.Trainer.Import;

/// <summary>What import cannot know from the model alone.</summary>
internal sealed record ImportOptions
{
    /// <summary>The batch dimension is 1 and nothing else is free.</summary>
    public static ImportOptions Default { get; } = new();

    /// <summary>Sizes of dimensions that the model names but does not fix, by name.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>Inputs that are constants after all, such as the weights of a recorded operator test, by name.</summary>
    public IReadOnlyDictionary<string, ConstantTensor> Constants { get; init; } = new Dictionary<string, ConstantTensor>();
}
