namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The sizes of a recurrent node.</summary>
/// <param name="Directions">One or two.</param>
/// <param name="Gates">The gates of a step.</param>
/// <param name="Units">The elements of a state.</param>
/// <param name="Steps">The steps of a sequence.</param>
/// <param name="Sequences">The batch, as the node sees it.</param>
/// <param name="Columns">The elements of an input.</param>
/// <param name="IsBatchFirst">Whether shapes have the batch before the steps.</param>
/// <param name="States">The places of the first states among the inputs.</param>
internal sealed record RecurrentShape(
    int Directions, int Gates, int Units, int Steps, int Sequences, int Columns, bool IsBatchFirst, int[] States)
{
    private const int SequenceLengths = 4;

    /// <exception cref="NodeException">The sizes do not fit together, or sequences end early.</exception>
    public static RecurrentShape Of(NodeImport node, int gates, int[] states)
    {
        bool isBatchFirst = node.Attributes.Flag("layout");
        int[] input = node.Computed(0).Shape;
        int[] weight = node.Constant(1, "weight").Shape;
        int[] recurrence = node.Constant(2, "recurrence weight").Shape;
        if (input.Length != 3 || weight.Length != 3 || recurrence.Length != 3 || weight[2] != input[2]
            || weight[0] != recurrence[0] || weight[1] != recurrence[1] || recurrence[1] != gates * recurrence[2])
        {
            throw new NodeException(
                $"its input {Dimensions.Text(input)} and weights {Dimensions.Text(weight)} and {Dimensions.Text(recurrence)} do not fit together");
        }

        (int steps, int sequences) = isBatchFirst ? (input[1], input[0]) : (input[0], input[1]);
        if (node.Attributes.OptionalInteger("hidden_size") is { } units && units != recurrence[2])
        {
            throw new NodeException($"it has a hidden size of {units}, but weights of {recurrence[2]}");
        }

        if (node.OptionalConstant(SequenceLengths, "sequence lengths")?.Integers.Any(length => length != steps) == true)
        {
            throw new NodeException($"sequences that end before step {steps} are not supported");
        }

        return new(weight[0], gates, recurrence[2], steps, sequences, input[2], isBatchFirst, states);
    }

    /// <summary>The rows of the input.</summary>
    public int Rows => Steps * Sequences;

    /// <summary>Elements of a state of all sequences.</summary>
    public int StateLength => Sequences * Units;

    /// <summary>The shape of a state of all directions as the model has it.</summary>
    public int[] Last => IsBatchFirst ? [Sequences, Directions, Units] : [Directions, Sequences, Units];
}
