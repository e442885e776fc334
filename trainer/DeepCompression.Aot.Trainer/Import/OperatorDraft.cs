using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Makes an operator of the artifact once the numbers of what it reads are known.</summary>
/// <param name="inputs">The values it reads.</param>
/// <param name="parameters">Its parameters: its weight, then its bias where it has one.</param>
internal delegate Operator OperatorFactory(int[] inputs, int[] parameters);

/// <summary>A parameter whose values may still change, because a node behind its operator is folded into it.</summary>
/// <param name="shape">The dense shape.</param>
/// <param name="values">The values, row-major; replaced, never changed in place, since nodes may share them.</param>
/// <param name="name">What the model calls it, or nothing.</param>
internal sealed class ParameterDraft(TensorShape shape, float[] values, string name = "")
{
    public TensorShape Shape { get; } = shape;

    public float[] Values { get; set; } = values;

    public string Name { get; } = name;
}

/// <summary>A value of the artifact that has no number yet.</summary>
/// <param name="shape">Its shape in the artifact.</param>
/// <param name="producer">What computes it, or null for an input of the network.</param>
internal sealed class ValueDraft(TensorShape shape, OperatorDraft? producer)
{
    public TensorShape Shape { get; } = shape;

    public OperatorDraft? Producer { get; } = producer;

    /// <summary>Whether anything but the one node that reads it sees it, so that what computes it must stay as it is.</summary>
    public bool IsShared { get; set; }
}

/// <summary>An operator of the artifact that has no number yet.</summary>
/// <param name="inputs">The values it reads.</param>
/// <param name="parameters">Its parameters; a bias may be added to a weight.</param>
/// <param name="create">Makes the operator.</param>
internal sealed class OperatorDraft(IReadOnlyList<ValueDraft> inputs, List<ParameterDraft> parameters, OperatorFactory create)
{
    public IReadOnlyList<ValueDraft> Inputs { get; } = inputs;

    public List<ParameterDraft> Parameters { get; } = parameters;

    public OperatorFactory Create { get; } = create;

    /// <summary>What it does.</summary>
    public OperatorKind Kind => CreateAlone().Kind;

    /// <summary>The shape of what it computes, as the format has it.</summary>
    /// <exception cref="ArtifactException">The format has no such operator.</exception>
    public TensorShape InferShape()
    {
        var shapes = new ShapeInference(new([.. Inputs.Select(input => input.Shape)]));
        foreach (ParameterDraft parameter in Parameters)
        {
            shapes.AddParameter(parameter.Shape);
        }

        return CreateAlone().InferShape(shapes);
    }

    /// <summary>The operator as if it were the only one.</summary>
    private Operator CreateAlone() => Create([.. Enumerable.Range(0, Inputs.Count)], [.. Enumerable.Range(0, Parameters.Count)]);
}
