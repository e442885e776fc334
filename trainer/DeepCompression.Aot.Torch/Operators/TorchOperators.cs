using DeepCompression.Aot.Format;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepCompression.Aot.Torch.Operators;

/// <summary>
/// What each operator of a graph is on libtorch. Values have the batch as an additional first dimension; gradients are libtorch's.
/// </summary>
internal static class TorchOperators
{
    /// <summary>Refuses an operator that the engine cannot train.</summary>
    /// <exception cref="ArgumentException">It cannot; the message names the operator.</exception>
    public static void RequireKnown(string network, Operator op)
    {
        bool isKnown = op switch
        {
            UnaryOperator unary => TorchFunctions.HasSlope(unary.Function),
            LstmOperator lstm => TorchLstm.IsKnown(lstm),
            LinearOperator or LinearRowsOperator or ConvolutionOperator or GroupedConvolutionOperator or MaxPoolOperator or AveragePoolOperator
                or ReluOperator or SoftmaxOperator or AxisSoftmaxOperator { Form: SoftmaxForm.Softmax or SoftmaxForm.LogSoftmax } or FlattenOperator or ReshapeOperator or AddOperator
                or ConcatOperator or PadOperator or LocalResponseNormalizationOperator => true,
            _ => false,
        };
        if (!isKnown)
        {
            string kind = op is UnaryOperator { Function: var function } ? function.ToString() : op.Kind.ToString();
            throw new ArgumentException($"The torch engine cannot train operator {kind}; train '{network}' elsewhere.");
        }
    }

    /// <summary>The value of an operator.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="values">The values so far, by number, (samples, …).</param>
    /// <param name="parameters">The parameters, by number.</param>
    /// <param name="shape">The value's dimensions without the batch.</param>
    public static Tensor Apply(Operator op, IReadOnlyList<Tensor> values, IReadOnlyList<Tensor> parameters, long[] shape)
    {
        Tensor? OrNull(int? number) => number is int bias ? parameters[bias] : null;
        return op switch
        {
            LinearOperator linear => functional.linear(values[linear.Input], parameters[linear.Weight], OrNull(linear.Bias)),
            LinearRowsOperator linear => functional.linear(values[linear.Input], parameters[linear.Weight], OrNull(linear.Bias)),
            ConvolutionOperator convolution => TorchWindows.Convolve(
                values[convolution.Input], parameters[convolution.Weight], OrNull(convolution.Bias), convolution.Window, groups: 1),
            GroupedConvolutionOperator convolution => TorchWindows.Convolve(
                values[convolution.Input], parameters[convolution.Weight], OrNull(convolution.Bias), convolution.Window, convolution.Groups),
            MaxPoolOperator pool => TorchWindows.MaxPool(values[pool.Input], pool.Window),
            AveragePoolOperator pool => TorchWindows.AveragePool(values[pool.Input], pool.Window),
            ReluOperator relu => values[relu.Input].relu(),
            SoftmaxOperator softmax => values[softmax.Input].softmax(1),
            AxisSoftmaxOperator { Form: SoftmaxForm.LogSoftmax } softmax => values[softmax.Input].log_softmax(softmax.Axis + 1),
            AxisSoftmaxOperator softmax => values[softmax.Input].softmax(softmax.Axis + 1),
            FlattenOperator flatten => values[flatten.Input].flatten(1),
            ReshapeOperator reshape => values[reshape.Input].reshape([-1, .. shape]),
            AddOperator add => values[add.Left] + values[add.Right],
            ConcatOperator concat => cat([.. concat.Parts.Select(part => values[part])], concat.Axis + 1),
            PadOperator pad => functional.pad(values[pad.Input], (pad.Left, pad.Right, pad.Top, pad.Bottom)),
            LocalResponseNormalizationOperator normalization => TorchNormalization.Apply(values[normalization.Input], normalization),
            UnaryOperator unary => TorchFunctions.Apply(values[unary.Input], unary),
            LstmOperator lstm => TorchLstm.Apply(values[lstm.Input], parameters[lstm.Weight], lstm.Form.IsReverse),
            _ => throw new InvalidOperationException($"Operator {op.Kind} was not refused."),
        };
    }
}
