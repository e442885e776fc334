using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A fully connected layer: alpha · A · B + beta · C with one row A and constant B and C.</summary>
internal static class GemmImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        NodeAttributes attributes = node.Attributes;
        (float alpha, float beta) = (attributes.Number("alpha", 1), attributes.Number("beta", 1));
        (bool transA, bool transB) = (attributes.Flag("transA"), attributes.Flag("transB"));
        ComputedValue row = node.Computed(0);
        ConstantValue weight = node.ConstantInput(1, "second factor");
        if (weight.Tensor.Rank != 2 || row.Shape.Length != 2 || row.Shape[transA ? 1 : 0] != 1)
        {
            throw new NodeException($"it multiplies {Dimensions.Text(row.Shape)} by {Dimensions.Text(weight.Tensor.Shape)}; what is supported is one row by a matrix");
        }

        ConstantTensor byOutput = transB ? weight.Tensor : Transposed(weight.Tensor);
        int outputs = byOutput.Shape[0];
        ConstantTensor? bias = node.OptionalConstant(2, "bias")?.Spread([1, outputs]).Reshape([outputs]);
        return Emit(node, row, weight with { Tensor = Scaled(byOutput, alpha) }, bias is null ? null : Scaled(bias, beta));
    }

    /// <summary>The layer of a vector and a weight (outputs, inputs).</summary>
    public static ImportedValue[] Emit(NodeImport node, ComputedValue row, ConstantValue weight, ConstantTensor? bias)
    {
        ValueDraft vector = node.Network.Shaped(row.Draft, new TensorShape(Dimensions.Count(row.Shape)));
        return node.Emit(
            (inputs, parameters) => new LinearOperator(inputs[0], parameters[0], WeightDrafts.Bias(parameters)),
            [vector],
            WeightDrafts.Of(weight, bias));
    }

    /// <summary>A matrix, columns first.</summary>
    public static ConstantTensor Transposed(ConstantTensor matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        return matrix.Pick([columns, rows], target => (target % rows * columns) + (target / rows));
    }

    private static ConstantTensor Scaled(ConstantTensor tensor, float factor) =>
        factor.Equals(1) ? tensor : new(tensor.Shape, [.. tensor.Floats.Select(value => value * factor)]);
}
