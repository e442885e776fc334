namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>A setting for all layers, and other ones for some, by name.</summary>
/// <param name="Common">What holds for every layer that has none of its own.</param>
/// <param name="Own">What single layers have.</param>
internal sealed record LayerSetting<T>(T Common, IReadOnlyDictionary<string, T> Own)
{
    /// <summary>The same for all layers.</summary>
    public LayerSetting(T common)
        : this(common, new Dictionary<string, T>())
    {
    }

    /// <summary>What holds for a layer.</summary>
    public T Of(string layer) => Own.TryGetValue(layer, out T? own) ? own : Common;
}

/// <summary>How weights are compressed when there is nothing to retrain on.</summary>
internal sealed record CompressionSettings
{
    /// <summary>Bits of a codebook index: 8 change the outputs of hardly any network.</summary>
    public LayerSetting<int> Bits { get; init; } = new(8);

    /// <summary>The fraction of weights to keep; 1 prunes nothing. What is common is shared out between the layers, what a layer has of its own is its own.</summary>
    public LayerSetting<double> Density { get; init; } = new(1);

    /// <summary>Whether a layer's weights stay exactly what they are.</summary>
    public LayerSetting<bool> Keep { get; init; } = new(false);

    /// <summary>The names of layers that any setting mentions.</summary>
    public IEnumerable<string> Mentioned => Bits.Own.Keys.Concat(Density.Own.Keys).Concat(Keep.Own.Keys);
}
