using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Layers in words, for comments and for the model's description.</summary>
internal static class LayerText
{
    /// <summary>What the layer is, in one line: <c>Fully connected, 784 → 300, ReLU</c>.</summary>
    public static string Summary(Layer layer) => layer switch
    {
        LinearLayer { Vectors: > 1 } linear => $"Fully connected over {linear.Vectors} rows, {linear.Columns} → {linear.Rows}{Relu(linear)}",
        LinearLayer linear => $"Fully connected, {linear.Columns} → {linear.Rows}{Relu(linear)}",
        ConvolutionLayer convolution =>
            $"Convolution {convolution.Window.Height}×{convolution.Window.Width}{Stride(convolution.Window)}, "
            + $"{convolution.InputShape} → {convolution.OutputShape}{Relu(convolution)}{Pooling(convolution)}",
        GroupedConvolutionLayer grouped =>
            $"{(grouped.IsDepthwise ? "Depthwise convolution" : "Convolution in " + grouped.Groups + " groups,")} {grouped.Window.Height}×{grouped.Window.Width}{Stride(grouped.Window)}, "
            + $"{grouped.InputShape} → {grouped.OutputShape}{Relu(grouped)}{Bounds(grouped)}",
        RecurrentLayer recurrent => $"{RecurrentText(recurrent)}, {recurrent.Units} units, {recurrent.Steps} {(recurrent.Steps == 1 ? "step" : "steps")}"
            + $"{(recurrent.Sequences > 1 ? $" of {recurrent.Sequences} sequences" : string.Empty)}{(recurrent.Operator.Form.IsReverse ? ", last step first" : string.Empty)}",
        PoolLayer pool => $"{(pool.Kind == PoolKind.Max ? "Max" : "Average")} pooling {pool.Window.Height}×{pool.Window.Width}{Stride(pool.Window)}, from {pool.InputShape}",
        PaddingLayer padding => $"Zeros around each plane of {padding.InputShape}: {padding.Window.PadTop} above, {padding.Window.PadLeft} left, {padding.Window.PadBottom} below, {padding.Window.PadRight} right",
        ReluLayer => "Rectifier: negative elements become 0",
        SoftmaxLayer => "Softmax",
        AddLayer add => add.Relu ? "Sum of two values, ReLU" : "Sum of two values",
        ConcatLayer concat => $"{concat.Parts.Length} values together along axis {concat.Axis}{(concat.IsInPlace ? ", computed in place" : string.Empty)}",
        SamplesLayer { Interleaves: true } samples => $"The same element of {samples.Samples} samples side by side",
        SamplesLayer => "Sample after sample",
        FunctionLayer function => $"{function.Function}{Settings(function)}, element by element",
        BinaryLayer { Spreads: true } binary => $"{binary.Function} of {binary.LeftShape} and {binary.RightShape}, spread to one shape",
        BinaryLayer binary => $"{binary.Function} of two values, element by element",
        ConstantLayer constant => $"Constant {constant.Tensor.Tensor.Shape}",
        AxisSoftmaxLayer softmax => $"{softmax.Form} along axis {softmax.Axis} of {softmax.Shape}",
        LocalResponseNormalizationLayer lrn => $"Local response normalisation over {lrn.Size} of {lrn.Channels} channels",
        CopyLayer => "Copy to an output",
        RearrangeLayer copy => $"{copy.DefaultName}, {copy.InputShape} → {copy.OutputShape}",
        GatherLayer gather => $"{gather.Indices.Length} slices of {gather.InputShape} along axis {gather.Axis}",
        ReduceLayer { Axes: 1 } reduce => $"{Words(reduce.Function)} along axis {reduce.Axis} of {reduce.InputShape}",
        ReduceLayer reduce => $"{Words(reduce.Function)} along axes {reduce.Axis} to {reduce.Axis + reduce.Axes - 1} of {reduce.InputShape}",
        MatMulLayer product => $"Product of matrices, {product.LeftShape} · {product.RightShape}",
        InsetLayer inset => $"{inset.InputShape} set into {inset.OutputShape} of {Literals.Float(inset.Filling)}",
        InterpolateLayer resize => $"Resize axis {resize.Axis} of {resize.InputShape} to {resize.Firsts.Length}, {resize.Taps} taps",
        _ => layer.DefaultName,
    };

    /// <summary>All that is known of the layer: weights, kernels in the order in which they are tried, places in the workspace.</summary>
    public static IEnumerable<string> Remarks(ModelPlan plan, Layer layer)
    {
        if (layer is WeightLayer weights)
        {
            yield return Weights(weights) + ".";
            for (int i = 0; i < weights.Kernels.Length; i++)
            {
                Kernel kernel = weights.Kernels[i];
                yield return $"Kernel {i + 1}: {kernel.Title}{(kernel.TwoThreads ? ", two threads" : string.Empty)}; about {NumberText.Grouped(kernel.Estimate.Cycles)} cycles{(weights.PartSuffix is null ? string.Empty : " each time")}: {kernel.Estimate.Reason}.";
            }
        }

        string scratch = layer is { ScratchLength: > 0 and int length, ScratchPosition: int position }
            ? $"; scratch memory is {WorkspacePart(position, length)}"
            : string.Empty;
        yield return $"Reads {string.Join(" and ", layer.Inputs.Select(value => Place(plan, value)))}; writes {Place(plan, layer.Output)}{scratch}.";
    }

    private static string Weights(WeightLayer layer)
    {
        Tensor tensor = layer.Weight.Tensor;
        long elements = tensor.Shape.ElementCount;
        string kept = $"{NumberText.Grouped(tensor.Nnz)} of {NumberText.Grouped(elements)} weights ({NumberText.Percent(tensor.Nnz / (double)elements)})";
        return tensor is CodedTensor coded
            ? $"Weight {tensor.Shape}: {kept}, {coded.Codebook.Length} centroids, {NumberText.Grouped(coded.ByteCount)} bytes"
            : $"Weight {tensor.Shape}: {kept}, stored number by number, {NumberText.Grouped(tensor.ByteCount)} bytes";
    }

    private static string Place(ModelPlan plan, int value)
    {
        Place place = plan.Places[value];
        return place.Storage switch
        {
            Storage.Input => Identifiers.Camel(plan.InputNames[place.Position]),
            Storage.Output => Identifiers.Camel(plan.OutputNames[place.Position]),
            Storage.Constant => plan.Layers.First(layer => layer.Output == value).Name,
            _ => WorkspacePart(place.Position, plan.StoredLength(value)),
        };
    }

    private static string WorkspacePart(int position, int length) => $"floats {position} to {position + length - 1} of the workspace";

    private static string Settings(FunctionLayer layer)
    {
        string[] names = UnaryFunctions.Parameters(layer.Function);
        return string.Concat(names.Select((name, i) => $" {(i == 0 ? "with" : "and")} {name} {Literals.Float(layer.Settings[i]).TrimEnd('f')}"));
    }

    /// <summary>A function in words: "SumOfSquares" becomes "Sum of squares".</summary>
    private static string Words(ReduceFunction function) => string.Concat(
        function.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static string RecurrentText(RecurrentLayer layer) => layer.Operator switch
    {
        LstmOperator => "Long short-term memory",
        GruOperator => "Gated recurrent unit",
        _ => "Simple recurrent layer",
    };

    private static string Relu(WeightLayer layer) => layer.Relu ? ", ReLU" : string.Empty;

    private static string Bounds(GroupedConvolutionLayer layer) =>
        layer.IsBounded ? $", from {Literals.Float(layer.Lowest)} to {Literals.Float(layer.Highest)}" : string.Empty;

    private static string Pooling(ConvolutionLayer layer) =>
        layer.Pools ? $", max pooling 2×2 → {layer.Channels}×{layer.OutputHeight}×{layer.OutputWidth}" : string.Empty;

    private static string Stride(SlidingWindow window) => (window.StrideY, window.StrideX) switch
    {
        (1, 1) => string.Empty,
        var (y, x) when y == x => $", stride {y}",
        var (y, x) => $", stride {y}×{x}",
    };
}
