namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Arithmetic on shapes as ONNX has them, the batch among them.</summary>
internal static class Dimensions
{
    /// <summary>The number of elements; 1 for a scalar.</summary>
    /// <exception cref="NodeException">There are more than an array holds.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int size in shape)
        {
            count *= size;
            Require(count <= Array.MaxLength, $"a tensor of {Text(shape)} has more elements than fit into memory");
        }

        return (int)count;
    }

    /// <summary>An axis that may count from the end, as one from the front.</summary>
    public static int Axis(long axis, int rank)
    {
        Require(axis >= -rank && axis < rank, $"axis {axis} is none of a tensor of rank {rank}");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>The elements between neighbours of each axis, row-major.</summary>
    public static int[] Strides(ReadOnlySpan<int> shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>The shape that two shapes spread to (NumPy's rule: aligned at their ends, 1 repeats).</summary>
    public static int[] Broadcast(int[] left, int[] right)
    {
        var shape = new int[Math.Max(left.Length, right.Length)];
        for (int fromEnd = 1; fromEnd <= shape.Length; fromEnd++)
        {
            int a = fromEnd <= left.Length ? left[^fromEnd] : 1;
            int b = fromEnd <= right.Length ? right[^fromEnd] : 1;
            Require(a == b || a == 1 || b == 1, $"{Text(left)} and {Text(right)} do not spread to one shape");
            shape[^fromEnd] = a == 1 ? b : a;
        }

        return shape;
    }

    /// <summary>A shape for a message: 1×3×224×224.</summary>
    public static string Text(ReadOnlySpan<int> shape) => shape.Length == 0 ? "a scalar" : string.Join('×', shape.ToArray());

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new NodeException(problem);
        }
    }
}
