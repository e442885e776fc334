using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>
/// Products of matrices: rows times a constant matrix are a fully connected layer without a bias; any others are products of values, by
/// NumPy's rules for vectors and for axes in front.
/// </summary>
internal static class MatMulImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        if (node.IsConstant)
        {
            throw new NodeException("both factors are constants; fold them before");
        }

        (ImportedValue left, ImportedValue right) = (node.Input(0), node.Input(1));
        return left is ComputedValue { Shape.Length: > 0 } rows && right is ConstantValue { Tensor.Rank: 2 } weight
            ? GemmImport.Emit(node, rows, weight with { Tensor = GemmImport.Transposed(weight.Tensor) }, bias: null)
            : [Product(node, left, right)];
    }

    /// <summary>The product of any two values, of which one may be a constant.</summary>
    public static ComputedValue Product(NodeImport node, ImportedValue left, ImportedValue right)
    {
        (int[] a, int[] b) = (left.Shape, right.Shape);
        if (a.Length == 0 || b.Length == 0)
        {
            throw new NodeException("it multiplies by a scalar");
        }

        // A vector is a row on the left and a column on the right, and leaves no axis behind.
        int[] rows = a.Length == 1 ? [1, a[0]] : a;
        int[] columns = b.Length == 1 ? [b[0], 1] : b;
        if (rows[^1] != columns[^2])
        {
            throw new NodeException($"it multiplies {Dimensions.Text(a)} by {Dimensions.Text(b)}, which do not fit");
        }

        int[] outer = Dimensions.Broadcast(rows[..^2], columns[..^2]);
        bool isShared = Dimensions.Count(rows.AsSpan(..^2)) == 1 || Dimensions.Count(columns.AsSpan(..^2)) == 1;
        ValueDraft[] matrices = [Matrices(node, left, rows, outer, isShared), Matrices(node, right, columns, outer, isShared)];
        ValueDraft draft = node.Network.Add((inputs, _) => new MatMulOperator(inputs[0], inputs[1]), matrices);
        int[] shape = [.. outer, .. a.Length == 1 ? [] : new[] { rows[^2] }, .. b.Length == 1 ? [] : new[] { columns[^1] }];
        return new ComputedValue(draft, shape);
    }

    /// <summary>A value as matrices, one for each product, or a single one for all.</summary>
    private static ValueDraft Matrices(NodeImport node, ImportedValue value, int[] shape, int[] outer, bool isShared)
    {
        bool isSingle = Dimensions.Count(shape.AsSpan(..^2)) == 1;
        int[] leading = isSingle && isShared ? [] : [.. outer.SkipWhile(size => size == 1)];
        int[] spread = [.. outer, .. shape[^2..]];
        ImportedValue all = leading.Length == 0 || Dimensions.Count(shape) == Dimensions.Count(spread)
            ? value
            : ElementView.Of(shape).Spread(spread).Apply(node, value, spread);
        var matrices = new TensorShape([.. leading, .. shape[^2..]]);
        return all is ConstantValue constant ? node.Network.Constant(constant, matrices) : node.Network.Shaped(((ComputedValue)all).Draft, matrices);
    }
}
