namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A fully connected layer without a bias: rows times a constant matrix.</summary>
internal static class MatMulImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ComputedValue rows = node.Computed(0);
        ConstantValue weight = node.ConstantInput(1, "second factor");
        if (rows.Shape.Length == 0 || weight.Tensor.Rank != 2)
        {
            throw new NodeException(
                $"it multiplies {Dimensions.Text(rows.Shape)} by {Dimensions.Text(weight.Tensor.Shape)}; what is supported are rows by a constant matrix");
        }

        return GemmImport.Emit(node, rows, weight with { Tensor = GemmImport.Transposed(weight.Tensor) }, bias: null);
    }
}
