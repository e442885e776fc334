using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>
/// A way through the elements of a tensor: place (i0, i1, …) is element Offset + Σ ik · Strides[k]. Transposing, slicing and repeating
/// change the way, not the elements, so any number of them is one copy, or where all stays in order none at all.
/// </summary>
/// <param name="Sizes">The size of each axis.</param>
/// <param name="Strides">The elements from one place along it to the next.</param>
/// <param name="Offset">The first element.</param>
internal sealed record ElementView(int[] Sizes, int[] Strides, int Offset)
{
    /// <summary>All elements of a tensor in their order.</summary>
    public static ElementView Of(int[] shape) => new(shape, Dimensions.Strides(shape), 0);

    /// <summary>The axes in another order.</summary>
    public ElementView Ordered(params int[] axes) => new([.. axes.Select(axis => Sizes[axis])], [.. axes.Select(axis => Strides[axis])], Offset);

    /// <summary>A part of an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="first">Its first place.</param>
    /// <param name="count">Places.</param>
    /// <param name="step">From one to the next, maybe backwards.</param>
    public ElementView Range(int axis, int first, int count, int step = 1) => new(
        Replaced(Sizes, axis, count), Replaced(Strides, axis, Strides[axis] * step), Offset + (count > 0 ? first * Strides[axis] : 0));

    /// <summary>A new axis before another, along which everything is repeated.</summary>
    public ElementView Repeated(int before, int times) =>
        new([.. Sizes[..before], times, .. Sizes[before..]], [.. Strides[..before], 0, .. Strides[before..]], Offset);

    /// <summary>Repeated along axes of size 1, and along new ones in front, until it has the given shape.</summary>
    public ElementView Spread(int[] shape)
    {
        int missing = shape.Length - Sizes.Length;
        return new(shape, [.. shape.Select((_, axis) => axis < missing || Sizes[axis - missing] == 1 ? 0 : Strides[axis - missing])], Offset);
    }

    /// <summary>What is seen of a value, in a shape of as many elements.</summary>
    /// <exception cref="NodeException">Nothing is seen of it, or it takes too many axes to say how.</exception>
    public ImportedValue Apply(NodeImport node, ImportedValue value, int[] shape) => value switch
    {
        ConstantValue constant => new ConstantValue(Picked(node, constant.Tensor, shape), constant.Name),
        ComputedValue computed when IsWhole(computed) => computed with { ModelShape = shape },
        ComputedValue computed => new ComputedValue(Copied(node, computed), shape),
        _ => throw new NodeException("its input is not known"),
    };

    private ConstantTensor Picked(NodeImport node, ConstantTensor constant, int[] shape)
    {
        node.Memory.Take(shape);
        return constant.Pick(shape, Element);
    }

    private static int[] Replaced(int[] numbers, int axis, int number)
    {
        int[] replaced = [.. numbers];
        replaced[axis] = number;
        return replaced;
    }

    /// <summary>Whether all elements are seen in their order.</summary>
    private bool IsWhole(ComputedValue value)
    {
        int[] whole = Dimensions.Strides(Sizes);
        return Offset == 0 && Dimensions.Count(Sizes) == Dimensions.Count(value.Shape)
            && Enumerable.Range(0, Sizes.Length).All(axis => Sizes[axis] == 1 || Strides[axis] == whole[axis]);
    }

    private int Element(int place)
    {
        int element = Offset;
        for (int axis = Sizes.Length - 1; axis >= 0; axis--)
        {
            (place, int along) = Math.DivRem(place, Sizes[axis]);
            element += along * Strides[axis];
        }

        return element;
    }

    private ValueDraft Copied(NodeImport node, ComputedValue value)
    {
        if (Sizes.Contains(0))
        {
            throw new NodeException("what it computes has no elements");
        }

        // A batch of one in front is no axis of the artifact.
        ElementView view = Sizes is [1, _, ..] ? new(Sizes[1..], Strides[1..], Offset) : Sizes.Length == 0 ? new([1], [0], Offset) : this;
        view = view.Sizes.Length > GraphReader.MaxRank ? view.WithoutSingles() : view;
        if (view.Sizes.Length > GraphReader.MaxRank)
        {
            throw new NodeException($"it moves elements along {view.Sizes.Length} axes; at most {GraphReader.MaxRank} are supported");
        }

        int[] strides = [.. view.Strides.Select((stride, axis) => view.Sizes[axis] == 1 ? 0 : stride)];
        return node.Network.Add((inputs, _) => new CopyOperator(inputs[0], new(view.Sizes), new(strides), view.Offset), [value.Draft]);
    }

    private ElementView WithoutSingles()
    {
        int[] axes = [.. Enumerable.Range(0, Sizes.Length).Where(axis => Sizes[axis] > 1)];
        return Ordered(axes);
    }
}
