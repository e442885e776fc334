using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>One node of the model, as the importer of its operator sees it.</summary>
/// <param name="Type">The operator's name.</param>
/// <param name="OperatorSet">The version of the standard operators.</param>
/// <param name="Inputs">What the node reads; null where an optional input is left out.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Network">The network so far.</param>
/// <param name="Tensors">Reads tensors that attributes hold.</param>
/// <param name="OutputCount">How many outputs it has.</param>
internal sealed record NodeImport(
    string Type,
    int OperatorSet,
    IReadOnlyList<ImportedValue?> Inputs,
    NodeAttributes Attributes,
    NetworkDraft Network,
    TensorDecoder Tensors,
    int OutputCount)
{
    /// <summary>Room for the numbers that the node is expanded to, where these are more than it reads.</summary>
    public required ImportMemory Memory { get; init; }

    /// <summary>Whether anything reads an output, by its place.</summary>
    public Func<int, bool> IsRead { get; init; } = static _ => true;

    /// <summary>Whether every input is known now.</summary>
    public bool IsConstant => Inputs.All(input => input is null or ConstantValue);

    /// <summary>Whether an optional input is there.</summary>
    public bool Has(int input) => input < Inputs.Count && Inputs[input] is not null;

    /// <summary>An input that must be there.</summary>
    public ImportedValue Input(int input) =>
        Has(input) ? Inputs[input]! : throw new NodeException($"input {input + 1} is missing");

    /// <summary>An input that must be known when the model is imported.</summary>
    /// <param name="input">Its place.</param>
    /// <param name="what">What it is, for the message.</param>
    public ConstantTensor Constant(int input, string what) => ConstantInput(input, what).Tensor;

    /// <summary>The same with its name.</summary>
    public ConstantValue ConstantInput(int input, string what) => Input(input) as ConstantValue
        ?? throw new NodeException($"its {what} is computed by the network; it must be a constant");

    /// <summary>An optional constant.</summary>
    public ConstantTensor? OptionalConstant(int input, string what) => Has(input) ? Constant(input, what) : null;

    /// <summary>An input that inference computes.</summary>
    /// <param name="input">Its place.</param>
    public ComputedValue Computed(int input) => Input(input) as ComputedValue
        ?? throw new NodeException($"input {input + 1} is a constant; only a value that the network computes is read here");

    /// <summary>A list of integers that older operator sets have as an attribute and newer ones as an input; null where it is left out.</summary>
    public long[]? IntegersOf(string attribute, int input) =>
        Attributes.Integers(attribute) ?? OptionalConstant(input, attribute)?.Integers;

    /// <summary>Adds an operator whose value has the batch before its shape in the artifact.</summary>
    public ImportedValue[] Emit(OperatorFactory create, IReadOnlyList<ValueDraft> inputs, params IEnumerable<ParameterDraft> parameters) =>
        [ComputedValue.OfBatch(Network.Add(create, inputs, parameters))];

    /// <summary>Adds an operator that computes a value of the same shape as it reads.</summary>
    public ImportedValue[] EmitElementwise(ComputedValue value, Func<int, Operator> create) =>
        [value with { Draft = Network.Add((inputs, _) => create(inputs[0]), [value.Draft]) }];
}

/// <summary>Imports a node of one operator: the values of its outputs, in order.</summary>
/// <exception cref="NodeException">The node is not supported; the message says why.</exception>
internal delegate ImportedValue[] NodeImporter(NodeImport node);
