namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>The memory that a network takes on a microcontroller, as a library for C: its part of an image, and what a run needs.</summary>
/// <param name="Layers">What belongs to one layer, in the order in which layers run.</param>
/// <param name="SharedCode">Bytes of code that layers share: their kernels, the entry point.</param>
/// <param name="Ram">What a run needs.</param>
internal sealed record Footprint(IReadOnlyList<LayerFootprint> Layers, int SharedCode, RamFootprint Ram)
{
    /// <summary>Bytes of packed weights and biases in flash: exact.</summary>
    public int Weights => Layers.Sum(layer => layer.Weights);

    /// <summary>Bytes of decoder tables in flash: exact.</summary>
    public int Tables => Layers.Sum(layer => layer.Tables);

    /// <summary>Bytes of code in flash: an estimate.</summary>
    public int Code => SharedCode + Layers.Sum(layer => layer.Code);

    /// <summary>Bytes of flash.</summary>
    public int Flash => Weights + Tables + Code;
}

/// <summary>What a layer takes of flash, in bytes.</summary>
/// <param name="Name">The layer's method.</param>
/// <param name="Weights">Its packed weights and biases.</param>
/// <param name="Tables">Its decoder tables. Those that are equal to an earlier layer's are kept once, and counted there.</param>
/// <param name="Code">Code that the compiler writes for this layer alone.</param>
internal sealed record LayerFootprint(string Name, int Weights, int Tables, int Code);

/// <summary>What a run takes of RAM, in bytes: all of it the caller's.</summary>
/// <param name="Workspace">Activations and decoded rows: exact.</param>
/// <param name="Inputs">The inputs: exact.</param>
/// <param name="Outputs">The outputs: exact.</param>
/// <param name="Stack">The deepest that calls go from the function for C: an upper bound.</param>
internal sealed record RamFootprint(int Workspace, int Inputs, int Outputs, int Stack)
{
    public int Total => Workspace + Inputs + Outputs + Stack;
}
