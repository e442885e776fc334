namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A kernel in a sliding-window layout, whose rows are in places, heaviest first. Its sums can stay there if the next layer takes them so,
/// which saves each its way to its row.
/// </summary>
internal abstract record SlidingKernel(InstructionSet InstructionSet, Estimate Estimate) : Kernel(InstructionSet, Estimate)
{
    public override bool CanSplit => true;

    /// <summary>Whether the output is in the order of the layer's places.</summary>
    public bool SumsInPlaces { get; init; }

    /// <summary>Whether the input is in the order of the places of the layer before.</summary>
    public bool InputInPlaces { get; init; }
}
