namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A fully connected layer without a bias: one row times a constant matrix.</summary>
internal static class MatMulImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue row = node.Computed(0);
        ConstantValue weight = node.ConstantInput(1, "second factor");
        bool isRow = row.Shape.Length > 0 && Dimensions.Count(row.Shape.AsSpan(0, row.Shape.Length - 1)) == 1;
        if (!isRow || weight.Tensor.Rank != 2)
        {
            throw new NodeException(
                $"it multiplies {Dimensions.Text(row.Shape)} by {Dimensions.Text(weight.Tensor.Shape)}; what is supported is one row by a matrix");
        }

        ConstantTensor byOutput = GemmImport.Transposed(weight.Tensor);
        var product = (ComputedValue)GemmImport.Emit(node, row, weight with { Tensor = byOutput }, bias: null)[0];
        return [product with { ModelShape = [.. row.Shape[..^1], byOutput.Shape[0]] }];
    }
}
