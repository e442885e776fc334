using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints calls of the library's functions that move elements, take them together, or multiply matrices.</summary>
internal static class StructureEmitter
{
    /// <summary>Numbers on one line of a list.</summary>
    private const int PerLine = 24;

    /// <summary>The call for a layer, or null for other layers.</summary>
    public static string? Call(Layer layer) => layer switch
    {
        RearrangeLayer copy => $"Runtime::Rearrange.Copy(input, output, {Walk(copy.Walk)})",
        GatherLayer gather => $"Runtime::Gather.Apply(input, output, size: {gather.Count}, inner: {gather.Inner}, indices: {List(gather.Indices)})",
        ReduceLayer reduce => $"Runtime::Reduce.{reduce.Function}(input, output, count: {reduce.Count}, inner: {reduce.Inner})",
        MatMulLayer product => $"Runtime::MatMul.Apply(left, right, output, rows: {product.Rows}, depth: {product.Depth}, columns: {product.Columns})",
        InsetLayer inset => $"Runtime::Rearrange.Spread(input, output, {Walk(inset.Walk)}, filling: {Literals.Float(inset.Filling)})",
        InterpolateLayer resize =>
            $"Runtime::Interpolate.Apply(input, output, size: {resize.Count}, inner: {resize.Inner}, taps: {resize.Taps}, "
            + $"weights: {List(resize.Weights.Select(Literals.Float))}, firsts: {List(resize.Firsts)}, phases: {List(resize.Phases)})",
        _ => null,
    };

    private static string Walk(StridedWalk walk) => $"sizes: {List(walk.Sizes)}, strides: {List(walk.Strides)}, offset: {walk.Offset}";

    private static string List(IEnumerable<int> numbers) => List(numbers.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A collection, which the compiler keeps as constant data: on one line, or where it is long on lines of its own.</summary>
    private static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length <= PerLine)
        {
            return $"[{string.Join(", ", all)}]";
        }

        int count = 0;
        IEnumerable<string> lines = all.GroupBy(_ => count++ / PerLine).Select(line => $"        {string.Join(", ", line)},");
        return $"[\n{string.Join("\n", lines)}\n    ]";
    }
}
