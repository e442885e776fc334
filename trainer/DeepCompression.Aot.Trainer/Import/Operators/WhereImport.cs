using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Elements of one of two tensors, as a condition says that is known now, or that decides between constants.</summary>
internal static class WhereImport
{
    public static ImportedValue[] Import(NodeImport node)
    {
        (ImportedValue condition, ImportedValue yes, ImportedValue no) = (node.Input(0), node.Input(1), node.Input(2));
        int[] shape = Dimensions.Broadcast(Dimensions.Broadcast(condition.Shape, yes.Shape), no.Shape);
        node.Memory.Take(shape);
        node.Memory.Take(yes.Shape);
        node.Memory.Take(no.Shape);
        return condition switch
        {
            ConstantValue known => [Known(node, known.Tensor, yes, no, shape)],
            ComputedValue computed when yes is ConstantValue left && no is ConstantValue right => [Between(node, computed, left, right)],
            _ => throw new NodeException("its condition is computed by the network, and so is what it chooses from; one of both must be constant"),
        };
    }

    /// <summary>Both tensors one after the other, and of those an element each.</summary>
    private static ImportedValue Known(NodeImport node, ConstantTensor condition, ImportedValue yes, ImportedValue no, int[] shape)
    {
        int[] first = Elements(yes.Shape, shape);
        int[] second = Elements(no.Shape, shape);
        long[] decisions = condition.Spread(shape).Integers;
        int[] picked = [.. decisions.Select((decision, i) => decision != 0 ? first[i] : Dimensions.Count(yes.Shape) + second[i])];
        if (yes is ConstantValue left && no is ConstantValue right)
        {
            int split = left.Tensor.Length;
            return left.Tensor.IsFloat
                ? new ConstantValue(new ConstantTensor(shape, [.. picked.Select(i => i < split ? left.Tensor.Floats[i] : right.Tensor.Floats[i - split])]))
                : new ConstantValue(new ConstantTensor(shape, [.. picked.Select(i => i < split ? left.Tensor.Integers[i] : right.Tensor.Integers[i - split])]));
        }

        ValueDraft both = node.Network.Add((inputs, _) => new ConcatOperator(new(inputs), 0), [Vector(node, yes), Vector(node, no)]);
        bool isInteger = yes is ComputedValue { IsInteger: true } || no is ComputedValue { IsInteger: true };
        return new ComputedValue(node.Network.Add((inputs, _) => new GatherOperator(inputs[0], 0, new(picked)), [both]), shape) { IsInteger = isInteger };
    }

    /// <summary>condition · yes + (1 − condition) · no, which is exact where both are finite.</summary>
    private static ComputedValue Between(NodeImport node, ComputedValue condition, ConstantValue yes, ConstantValue no)
    {
        if (!Array.TrueForAll(yes.Tensor.Numbers, float.IsFinite) || !Array.TrueForAll(no.Tensor.Numbers, float.IsFinite))
        {
            throw new NodeException("it chooses from numbers of which one is not finite");
        }

        ComputedValue number = condition with { IsInteger = false };
        ComputedValue opposite = Arithmetic.Combine(node, BinaryFunction.Sum, Arithmetic.Apply(node, UnaryFunction.Neg, number), 1);
        ComputedValue chosen = Arithmetic.Combine(
            node,
            BinaryFunction.Sum,
            Arithmetic.Combine(node, BinaryFunction.Product, number, yes),
            Arithmetic.Combine(node, BinaryFunction.Product, opposite, no));
        return chosen with { IsInteger = !yes.Tensor.IsFloat };
    }

    private static int[] Elements(int[] from, int[] shape) =>
        [.. new ConstantTensor(from, [.. Enumerable.Range(0, Dimensions.Count(from)).Select(i => (long)i)]).Spread(shape).Integers.Select(i => (int)i)];

    private static ValueDraft Vector(NodeImport node, ImportedValue value)
    {
        var shape = new TensorShape(Dimensions.Count(value.Shape));
        return value is ConstantValue constant ? node.Network.Constant(constant, shape) : node.Network.Shaped(((ComputedValue)value).Draft, shape);
    }
}
