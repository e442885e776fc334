namespace DeepCompression.Aot.Format;

/// <summary>
/// A network as a directed acyclic graph of operators. Values are numbered: the graph's inputs first, then the output of each
/// operator in order; an operator reads only values with smaller numbers. Parameters have their own numbering, in the order of the
/// operators that own them: an operator's weight, then its bias.
/// </summary>
/// <param name="Inputs">The shape of each input.</param>
/// <param name="Parameters">The shape of each parameter.</param>
/// <param name="Operators">The operators, in an order in which they can run.</param>
/// <param name="Outputs">The values that are the graph's outputs, in order.</param>
internal sealed record Graph(
    EquatableArray<TensorShape> Inputs,
    EquatableArray<TensorShape> Parameters,
    EquatableArray<Operator> Operators,
    EquatableArray<int> Outputs)
{
    public int ValueCount => Inputs.Length + Operators.Length;

    /// <summary>The number of the value that an operator computes.</summary>
    public int ValueOf(int operatorIndex) => Inputs.Length + operatorIndex;
}
