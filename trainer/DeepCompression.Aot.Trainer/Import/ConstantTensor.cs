namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A tensor that is known when the model is imported: numbers in single precision, or integers.</summary>
internal sealed class ConstantTensor
{
    private readonly float[]? _floats;
    private readonly long[]? _integers;

    /// <summary>A tensor of numbers; the array is not copied and must not change.</summary>
    public ConstantTensor(int[] shape, float[] values)
    {
        Shape = shape;
        _floats = values;
    }

    /// <summary>A tensor of integers; the array is not copied and must not change.</summary>
    public ConstantTensor(int[] shape, long[] values)
    {
        Shape = shape;
        _integers = values;
    }

    /// <summary>A vector of integers, such as a shape.</summary>
    public ConstantTensor(params long[] values)
        : this([values.Length], values)
    {
    }

    public int[] Shape { get; }

    /// <summary>The integers that its element type has, where it is a small one.</summary>
    public IntegerLimits? Limits { get; private init; }

    public int Rank => Shape.Length;

    public int Length => _floats?.Length ?? _integers!.Length;

    public bool IsFloat => _floats is not null;

    /// <summary>The numbers, row-major.</summary>
    /// <exception cref="NodeException">These are integers.</exception>
    public float[] Floats => _floats ?? throw new NodeException("a constant has integers where numbers are needed");

    /// <summary>The numbers, or the integers as numbers, row-major.</summary>
    /// <exception cref="NodeException">An integer is too large for a number in single precision.</exception>
    public float[] Numbers => _floats ?? Array.ConvertAll(_integers!, Exactly);

    /// <summary>The integers, row-major.</summary>
    /// <exception cref="NodeException">These are numbers.</exception>
    public long[] Integers => _integers ?? throw new NodeException("a constant has numbers where integers are needed");

    /// <summary>An integer as a number.</summary>
    private static float Exactly(long integer) => (long)(float)integer == integer && Math.Abs((float)integer) < long.MaxValue
        ? integer
        : throw new NodeException($"the integer {integer} is no number in single precision");

    /// <summary>The same tensor, of an element type of certain limits.</summary>
    public ConstantTensor WithLimits(IntegerLimits? limits) =>
        limits is null ? this : new(Shape, Integers) { Limits = limits };

    /// <summary>The same elements in another shape.</summary>
    public ConstantTensor Reshape(int[] shape)
    {
        if (Dimensions.Count(shape) != Length)
        {
            throw new NodeException($"{Length} elements do not fill {Dimensions.Text(shape)}");
        }

        return _floats is not null ? new(shape, _floats) : new(shape, _integers!);
    }

    /// <summary>A tensor each of whose elements is one of this: what transposing, slicing, gathering and spreading have in common.</summary>
    /// <param name="shape">The new shape.</param>
    /// <param name="source">The element of this tensor for each of the new one's, both row-major.</param>
    public ConstantTensor Pick(int[] shape, Func<int, int> source)
    {
        int count = Dimensions.Count(shape);
        return _floats is not null ? new(shape, Pick(_floats, count, source)) : new(shape, Pick(_integers!, count, source));
    }

    /// <summary>Repeated along axes of size 1 until it has the given shape.</summary>
    /// <exception cref="NodeException">It has more axes, or one of another size.</exception>
    public ConstantTensor Spread(int[] shape)
    {
        if (Shape.Length > shape.Length || !Dimensions.Broadcast(Shape, shape).SequenceEqual(shape))
        {
            throw new NodeException($"a constant of {Dimensions.Text(Shape)} does not spread to {Dimensions.Text(shape)}");
        }

        int[] strides = Dimensions.Strides(Shape);
        int[] steps = Dimensions.Strides(shape);
        return Pick(shape, target =>
        {
            int source = 0;
            for (int axis = 0; axis < Shape.Length; axis++)
            {
                int targetAxis = shape.Length - Shape.Length + axis;
                source += Shape[axis] == 1 ? 0 : target / steps[targetAxis] % shape[targetAxis] * strides[axis];
            }

            return source;
        });
    }

    private static T[] Pick<T>(T[] elements, int count, Func<int, int> source)
    {
        var picked = new T[count];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = elements[source(i)];
        }

        return picked;
    }
}
