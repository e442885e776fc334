namespace DeepCompression.Aot.Format;

/// <summary>The dimensions of a tensor without the batch, outermost first: (784) or, channels first, (1, 28, 28).</summary>
internal readonly record struct TensorShape(EquatableArray<int> Dimensions)
{
    public TensorShape(params int[] dimensions)
        : this(new EquatableArray<int>(dimensions))
    {
    }

    public int Rank => Dimensions.Length;

    public int this[int axis] => Dimensions[axis];

    /// <summary>The number of elements; <see cref="ShapeInference"/> keeps it below 2^31.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (int dimension in Dimensions.AsSpan())
            {
                count = checked(count * dimension);
            }

            return count;
        }
    }

    /// <summary>Output channels of a weight tensor: its first dimension.</summary>
    public int Rows => Dimensions[0];

    /// <summary>Weights per output channel: all dimensions but the first.</summary>
    public int RowLength => checked((int)(ElementCount / Dimensions[0]));

    /// <summary>The size of an axis that a file names.</summary>
    /// <exception cref="ArtifactException">There is no such axis.</exception>
    public int AxisSize(int axis)
    {
        ShapeInference.Require((uint)axis < (uint)Rank, $"names axis {axis}, which {this} does not have");
        return Dimensions[axis];
    }

    /// <summary>The shape with another size of one axis.</summary>
    public TensorShape With(int axis, int size)
    {
        int[] sizes = Dimensions.AsSpan().ToArray();
        sizes[axis] = size;
        return new TensorShape(sizes);
    }

    /// <summary>The last dimension: the elements of a row, where a value is seen as rows.</summary>
    public int RowWidth => Dimensions[Dimensions.Length - 1];

    /// <summary>The same with rows of another width.</summary>
    public TensorShape WithRowWidth(int width)
    {
        int[] dimensions = Dimensions.AsSpan().ToArray();
        dimensions[dimensions.Length - 1] = width;
        return new(dimensions);
    }

    public override string ToString() => string.Join("×", Dimensions);
}
