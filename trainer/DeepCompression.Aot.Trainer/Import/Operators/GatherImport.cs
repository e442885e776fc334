using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Slices or elements by indices that the model knows.</summary>
internal static class GatherImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        ImportedValue data = node.Input(0);
        ConstantTensor indices = node.Constant(1, "list of indices");
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 0), data.Shape.Length);
        int[] picked = [.. indices.Integers.Select(index => Dimensions.Axis(index, data.Shape[axis]))];
        int[] shape = [.. data.Shape[..axis], .. indices.Shape, .. data.Shape[(axis + 1)..]];
        return [Slices(node, data, axis, picked) switch
        {
            ConstantValue constant => constant with { Tensor = constant.Tensor.Reshape(shape) },
            ComputedValue value => value with { ModelShape = shape },
            _ => throw new NodeException("its input is not known"),
        }];
    }

    /// <summary>Each element by its own index along an axis.</summary>
    public static ImportedValue[] Elements(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        ConstantTensor indices = node.Constant(1, "tensor of indices");
        int axis = Dimensions.Axis(node.Attributes.Integer("axis", 0), shape.Length);
        if (indices.Rank != shape.Length || indices.Shape.Where((size, other) => other != axis && size > shape[other]).Any())
        {
            throw new NodeException($"its indices {Dimensions.Text(indices.Shape)} do not fit {Dimensions.Text(shape)}");
        }

        int[] strides = Dimensions.Strides(shape);
        int[] steps = Dimensions.Strides(indices.Shape);
        int[] elements = [.. indices.Integers.Select((index, place) => Enumerable.Range(0, shape.Length).Sum(other =>
            strides[other] * (other == axis ? Dimensions.Axis(index, shape[axis]) : place / steps[other] % indices.Shape[other])))];
        return [ByNumber(node, elements, indices.Shape)];
    }

    /// <summary>The first slices along one axis, as many as a list says for each place along another, in reverse order.</summary>
    public static ImportedValue[] ReverseSequence(NodeImport node)
    {
        int[] shape = node.Input(0).Shape;
        int batchAxis = Dimensions.Axis(node.Attributes.Integer("batch_axis", 1), shape.Length);
        int timeAxis = Dimensions.Axis(node.Attributes.Integer("time_axis", 0), shape.Length);
        long[] lengths = node.Constant(1, "list of lengths").Integers;
        if (lengths.Length != shape[batchAxis] || batchAxis == timeAxis || lengths.Any(length => length < 0 || length > shape[timeAxis]))
        {
            throw new NodeException($"lengths {string.Join(", ", lengths)} do not fit {Dimensions.Text(shape)}");
        }

        int[] strides = Dimensions.Strides(shape);
        node.Memory.Take(shape);
        int[] elements = [.. Enumerable.Range(0, Dimensions.Count(shape)).Select(element =>
        {
            int time = element / strides[timeAxis] % shape[timeAxis];
            int length = (int)lengths[element / strides[batchAxis] % shape[batchAxis]];
            return time < length ? element + ((length - 1 - time - time) * strides[timeAxis]) : element;
        })];
        return [ByNumber(node, elements, shape)];
    }

    /// <summary>Slices of a tensor along an axis, in the order of their indices.</summary>
    public static ImportedValue Slices(NodeImport node, ImportedValue data, int axis, int[] indices)
    {
        int[] shape = [.. data.Shape];
        shape[axis] = indices.Length;
        int step = indices.Length > 1 ? indices[1] - indices[0] : 1;
        bool isRange = indices.Length > 0 && indices.Select((index, place) => index - indices[0] == place * step).All(fits => fits);
        if (isRange)
        {
            return ElementView.Of(data.Shape).Range(axis, indices[0], indices.Length, step).Apply(node, data, shape);
        }

        if (data is not ComputedValue value)
        {
            node.Memory.Take(shape);
            int size = data.Shape[axis];
            int inner = Dimensions.Count(data.Shape.AsSpan(axis + 1));
            return new ConstantValue(((ConstantValue)data).Tensor.Pick(shape, target =>
            {
                (int outer, int rest) = Math.DivRem(target, indices.Length * inner);
                return (((outer * size) + indices[rest / inner]) * inner) + (rest % inner);
            }));
        }

        AxisView view = AxisView.Of(node, value, axis);
        return new ComputedValue(
            node.Network.Add((inputs, _) => new GatherOperator(inputs[0], axis - view.Dropped, new(indices)), [view.Draft]), shape);
    }

    /// <summary>Elements by their numbers, whatever shape they come from.</summary>
    private static ImportedValue ByNumber(NodeImport node, int[] elements, int[] shape) => node.Input(0) switch
    {
        ConstantValue constant => new ConstantValue(constant.Tensor.Pick(shape, place => elements[place])),
        ComputedValue value => new ComputedValue(
            node.Network.Add(
                (inputs, _) => new GatherOperator(inputs[0], 0, new(elements)),
                [node.Network.Shaped(value.Draft, new(Dimensions.Count(value.Shape)))]),
            shape),
        _ => throw new NodeException("its input is not known"),
    };
}
