using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A fully connected layer: alpha · A · B + beta · C with constant B and C, for every row of A.</summary>
internal static class GemmImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        NodeAttributes attributes = node.Attributes;
        (float alpha, float beta) = (attributes.Number("alpha", 1), attributes.Number("beta", 1));
        (bool transA, bool transB) = (attributes.Flag("transA"), attributes.Flag("transB"));
        ComputedValue rows = node.Computed(0);
        ConstantValue weight = node.ConstantInput(1, "second factor");
        if (weight.Tensor.Rank != 2 || rows.Shape.Length != 2 || (transA && rows.Shape[1] != 1))
        {
            throw new NodeException(
                $"it multiplies {Dimensions.Text(rows.Shape)} by {Dimensions.Text(weight.Tensor.Shape)}; what is supported are rows by a constant matrix");
        }

        ConstantTensor byOutput = transB ? weight.Tensor : Transposed(weight.Tensor);
        int outputs = byOutput.Shape[0];
        ConstantTensor? bias = node.OptionalConstant(2, "bias")?.Spread([1, outputs]).Reshape([outputs]);
        return Emit(node, transA ? rows with { ModelShape = [1, rows.Shape[0]] } : rows, weight with { Tensor = Scaled(byOutput, alpha) }, bias is null ? null : Scaled(bias, beta));
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
