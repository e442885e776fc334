namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>How the weights of a layer ended up in the artifact.</summary>
public enum LayerMethod
{
    /// <summary>With a codebook of the values that they had: nothing is lost.</summary>
    Lossless,

    /// <summary>With a codebook of fewer values, perhaps pruned.</summary>
    Shared,

    /// <summary>Number by number, as they were: a codebook does not pay, or was not wanted.</summary>
    Raw,

    /// <summary>Pruned and shared while the network was trained on: what its weights were says nothing of what is lost.</summary>
    Retrained,
}

/// <summary>What became of one layer.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Method">How its weights are stored.</param>
/// <param name="RelativeError">The root mean square of what its weights changed by, over their own; 0 where nothing is lost, null where they were retrained.</param>
public sealed record LayerOutcome(string Name, LayerMethod Method, double? RelativeError);
