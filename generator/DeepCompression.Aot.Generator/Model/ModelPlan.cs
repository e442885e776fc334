using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A network on its way from the artifact to code: each pass returns a plan in which more is decided, the last one leaves nothing
/// for the emitter to decide.
/// </summary>
/// <param name="Name">The artifact's name in the project.</param>
/// <param name="Source">The artifact.</param>
/// <param name="InputCount">The values 0 to this are the network's inputs.</param>
/// <param name="Values">The shape of every value, by number; passes add values at the end.</param>
/// <param name="Layers">The layers in an order in which they can run.</param>
/// <param name="Outputs">The values that are the network's outputs, in order.</param>
internal sealed record ModelPlan(
    string Name,
    ParsedArtifact Source,
    int InputCount,
    EquatableArray<TensorShape> Values,
    EquatableArray<Layer> Layers,
    EquatableArray<int> Outputs)
{
    private const int MaxStackFloats = (16 << 10) / sizeof(float);

    /// <summary>Where each value lives while the network runs; empty until the workspace pass.</summary>
    public EquatableArray<Place> Places { get; init; } = EquatableArray<Place>.Empty;

    /// <summary>The exponent of the network's input where a microcontroller computes with integers.</summary>
    public int InputExponent { get; init; }

    /// <summary>The workspace's length in floats.</summary>
    public int WorkspaceLength { get; init; }

    /// <summary>The names of the inputs' parameters in <c>Run</c>.</summary>
    public EquatableArray<string> InputNames { get; init; } = EquatableArray<string>.Empty;

    /// <summary>The names of the outputs' parameters in <c>Run</c>.</summary>
    public EquatableArray<string> OutputNames { get; init; } = EquatableArray<string>.Empty;

    /// <summary>Whether <c>Run</c> may take its workspace from the stack.</summary>
    public bool FitsStack => WorkspaceLength <= MaxStackFloats;

    /// <summary>How raw bytes become the network's input; null where the artifact does not say, or there are several inputs or samples.</summary>
    public InputNormalisation? RawInput => InputCount == 1 && Source.Batch == 1 ? Source.Artifact.InputContract?.Inputs[0] : null;

    /// <summary>Whether a <c>Run</c> that takes raw bytes may take the network's input from the stack.</summary>
    public bool InputFitsStack => Length(0) <= MaxStackFloats;

    /// <summary>Whether it may take its workspace from there as well.</summary>
    public bool InputAndWorkspaceFitStack => (long)Length(0) + WorkspaceLength <= MaxStackFloats;

    /// <summary>The parameters of the dense network.</summary>
    public long ParameterCount => Source.Artifact.Tensors.Sum(tensor => tensor.Shape.ElementCount);

    /// <summary>The parameters that are stored: weights that survived pruning, and biases.</summary>
    public long StoredParameterCount => Source.Artifact.Tensors.Sum(tensor => (long)tensor.Nnz);

    /// <summary>The shape of an input or output of all samples, where it is that of one in the artifact.</summary>
    public TensorShape OfAllSamples(TensorShape shape) => Source.Batch == 1 ? shape : new([Source.Batch, .. shape.Dimensions]);

    /// <summary>The elements of a value.</summary>
    public int Length(int value) => checked((int)Values[value].ElementCount);

    /// <summary>The floats of memory that a value takes where a layer writes it; four bytes take that of one.</summary>
    public int StoredLength(int value) => Layers.Any(layer => layer.Output == value && layer.OutputForm == OutputForm.Bytes)
        ? ((Length(value) - 1) / sizeof(float)) + 1
        : Length(value);
}
