using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// alpha · A · B + beta · C: with constant B a fully connected layer for every row of A, of which C may be the bias; otherwise a product of
/// values.
/// </summary>
internal static class GemmImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        NodeAttributes attributes = node.Attributes;
        (float alpha, float beta) = (attributes.Number("alpha", 1), attributes.Number("beta", 1));
        (bool transA, bool transB) = (attributes.Flag("transA"), attributes.Flag("transB"));
        ImportedValue left = Turned(node, 0, transA);
        ImportedValue? bias = node.Has(2) ? node.Input(2) : null;
        if (left is not ComputedValue rows || node.Input(1) is not ConstantValue { Tensor.Rank: 2 } weight || rows.Shape.Length != 2)
        {
            return [Plus(node, Arithmetic.Times(node, MatMulImport.Product(node, left, Turned(node, 1, transB)), alpha), bias, beta)];
        }

        ConstantTensor byOutput = transB ? weight.Tensor : Transposed(weight.Tensor);
        int outputs = byOutput.Shape[0];
        bool isByOutput = bias is ConstantValue { Tensor: var tensor } && (tensor.Length == 1 || (tensor.Length == outputs && tensor.Shape[^1] == outputs));
        ConstantTensor? own = isByOutput ? Scaled(((ConstantValue)bias!).Tensor.Spread([1, outputs]).Reshape([outputs]), beta) : null;
        var product = (ComputedValue)Emit(node, rows, weight with { Tensor = Scaled(byOutput, alpha) }, own)[0];
        return [isByOutput ? product : Plus(node, product, bias, beta)];
    }

    /// <summary>A factor, maybe with its axes exchanged.</summary>
    private static ImportedValue Turned(NodeImport node, int input, bool isTransposed)
    {
        int[] shape = node.Input(input).Shape;
        if (shape.Length != 2)
        {
            throw new NodeException($"it multiplies {Dimensions.Text(shape)}, which is no matrix");
        }

        return isTransposed ? ElementView.Of(shape).Ordered(1, 0).Apply(node, node.Input(input), [shape[1], shape[0]]) : node.Input(input);
    }

    /// <summary>A product and a multiple of what spreads to it.</summary>
    private static ComputedValue Plus(NodeImport node, ComputedValue product, ImportedValue? bias, float beta)
    {
        if (bias is null || beta == 0)
        {
            return product;
        }

        ImportedValue term = bias switch
        {
            ConstantValue constant => new ConstantValue(Scaled(constant.Tensor, beta)),
            ComputedValue computed => Arithmetic.Times(node, computed, beta),
            _ => throw new NodeException("its bias is not known"),
        };
        return Dimensions.Broadcast(product.Shape, bias.Shape).SequenceEqual(product.Shape)
            ? Arithmetic.Combine(node, BinaryFunction.Sum, product, term)
            : throw new NodeException($"its bias of {Dimensions.Text(bias.Shape)} does not spread to {Dimensions.Text(product.Shape)}");
    }

    /// <summary>The layer of rows, which may be a single one, and a weight (outputs, inputs).</summary>
    public static ImportedValue[] Emit(NodeImport node, ComputedValue rows, ConstantValue weight, ConstantTensor? bias)
    {
        (int outputs, int columns) = (weight.Tensor.Shape[0], weight.Tensor.Shape[1]);
        if (rows.Shape[^1] != columns)
        {
            throw new NodeException($"rows of {rows.Shape[^1]} elements do not meet {columns} columns of its weight");
        }

        IEnumerable<ParameterDraft> parameters = WeightDrafts.Of(weight, bias);
        int[] shape = [.. rows.Shape[..^1], outputs];
        int count = Dimensions.Count(rows.Shape.AsSpan(0, rows.Shape.Length - 1));
        ValueDraft draft = count == 1
            ? node.Network.Add(
                (inputs, numbers) => new LinearOperator(inputs[0], numbers[0], WeightDrafts.Bias(numbers)),
                [node.Network.Shaped(rows.Draft, new TensorShape(columns))],
                parameters)
            : EmitRows(node.Network, rows.Draft, count, columns, parameters);
        return [new ComputedValue(draft, shape)];
    }

    /// <summary>The layer of a value that is seen as so many rows of so many columns.</summary>
    public static ValueDraft EmitRows(NetworkDraft network, ValueDraft value, int rows, int columns, IEnumerable<ParameterDraft> parameters) => network.Add(
        (inputs, numbers) => new LinearRowsOperator(inputs[0], numbers[0], WeightDrafts.Bias(numbers)),
        [AsRows(network, value, rows, columns)],
        parameters);

    /// <summary>The value as it is, where its last dimension has the columns, or else in a shape of two dimensions.</summary>
    public static ValueDraft AsRows(NetworkDraft network, ValueDraft value, int rows, int columns) =>
        value.Shape.Rank >= 2 && value.Shape.RowWidth == columns ? value : network.Shaped(value, new TensorShape(rows, columns));

    /// <summary>A matrix, columns first.</summary>
    public static ConstantTensor Transposed(ConstantTensor matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        return matrix.Pick([columns, rows], target => (target % rows * columns) + (target / rows));
    }

    private static ConstantTensor Scaled(ConstantTensor tensor, float factor) =>
        factor.Equals(1) ? tensor : new(tensor.Shape, [.. tensor.Floats.Select(value => value * factor)]);
}
