using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>Operators that move elements, take them together, or multiply computed matrices.</summary>
internal static class StructureCases
{
    public static IEnumerable<ValidCase> All() => [.. Copies(), .. Slices(), .. Reductions(), .. Products()];

    private static IEnumerable<ValidCase> Copies()
    {
        yield return One("copy-transpose", 100, [5, 7], (b, x) => b.Copy(x, [7, 5], [1, 7]));
        yield return One("copy-transpose-planes", 101, [2, 3, 19, 5], (b, x) => b.Copy(x, [2, 19, 5, 3], [285, 5, 1, 95]));
        yield return One("copy-transpose-blocks", 102, [37, 41], (b, x) => b.Copy(x, [41, 37], [1, 41]));
        yield return One("copy-slice", 103, [4, 6, 5], (b, x) => b.Copy(x, [2, 3, 4], [60, 10, 1], offset: 6));
        yield return One("copy-reversed", 104, [3, 7], (b, x) => b.Copy(x, [3, 4], [-7, -2], offset: 20));
        yield return One("copy-repeated", 105, [3, 4], (b, x) => b.Copy(x, [3, 5, 4, 2], [4, 0, 1, 0]));
        yield return One("copy-one-element", 106, [9], (b, x) => b.Copy(x, [1, 1], [0, 0], offset: 7));
        yield return One("copy-of-a-copy", 107, [3, 4], (b, x) => b.Relu(b.Copy(b.Copy(x, [4, 3], [1, 4]), [2, 6], [1, 2])));
    }

    private static IEnumerable<ValidCase> Slices()
    {
        yield return One("gather", 110, [3, 5, 4], (b, x) => b.Gather(x, 1, 4, 0, 0, 3, 1, 2, 2));
        yield return One("gather-elements", 111, [2, 7], (b, x) => b.Gather(x, 1, 6, 5, 6, 0, 1));
        yield return One("inset", 112, [2, 3, 4], (b, x) => b.Inset(x, 0.75f, new(1, 0, 1), new(0, 2, 1), new(3, 1, 1)));
        yield return One("inset-spread", 113, [2, 3, 4], (b, x) => b.Inset(x, 0, AxisMargin.None, new(1, 0, 3), new(0, 1, 2)));
        yield return One("interpolate", 114, [2, 5, 3], (b, x) => b.Interpolate(x, 1, 2, [0.25f, 0.75f, 1, 0], [0, 0, 1, 3, 3, 2], [1, 0, 0, 1, 0, 0]));
        yield return One("interpolate-elements", 115, [4, 6], (b, x) => b.Interpolate(x, 1, 3, [0.5f, 0.25f, -0.25f, 0.125f, 0.75f, 0.5f], [3, 0, 1, 2], [0, 1, 1, 0]));
    }

    private static IEnumerable<ValidCase> Reductions()
    {
        int seed = 120;
        foreach (ReduceFunction function in Enum.GetValues<ReduceFunction>())
        {
            // Along the last axes, where elements lie side by side; and along others, in vectors of wide and of narrow slices.
            yield return One($"reduce-{function}".ToLowerInvariant(), seed++, [3, 5, 4], (b, x) => b.Reduce(x, function, 1, 2));
            yield return One($"reduce-{function}-slices".ToLowerInvariant(), seed++, [2, 3, 21], (b, x) => b.Reduce(x, function, 1));
        }

        yield return One("reduce-long", seed++, [2, 103], (b, x) => b.Reduce(x, ReduceFunction.Sum, 1));
        yield return One("reduce-one-element", seed, [4], (b, x) => b.Reduce(b.Copy(x, [4, 1], [1, 0]), ReduceFunction.SumOfSquares, 1));
    }

    private static IEnumerable<ValidCase> Products()
    {
        yield return Two("matmul", 160, [5, 7], [7, 19], (b, x, y) => b.MatMul(x, y));
        yield return Two("matmul-blocks", 161, [11, 9], [9, 70], (b, x, y) => b.MatMul(x, y));
        yield return Two("matmul-batches", 162, [2, 3, 4, 5], [2, 3, 5, 6], (b, x, y) => b.MatMul(x, y));
        yield return Two("matmul-one-left", 163, [4, 5], [3, 5, 1], (b, x, y) => b.MatMul(x, y));
        yield return Two("matmul-one-right", 164, [3, 1, 5], [5, 33], (b, x, y) => b.MatMul(x, y));
    }

    private static ValidCase One(string name, int seed, int[] input, Func<CaseBuilder, int, int> network) => ValidCases.One(name, seed, input, network);

    private static ValidCase Two(string name, int seed, int[] left, int[] right, Func<CaseBuilder, int, int, int> network)
    {
        var builder = new CaseBuilder(name, seed);
        (int x, int y) = (builder.Input(left), builder.Input(right));
        return builder.Build(network(builder, x, y));
    }
}
