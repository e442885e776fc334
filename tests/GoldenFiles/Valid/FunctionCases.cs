using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>Golden artifacts of functions of one and two numbers, of constants and of softmax along an axis.</summary>
internal static class FunctionCases
{
    public static IEnumerable<ValidCase> All()
    {
        foreach ((UnaryFunction function, float[] settings) in OfAnyNumber)
        {
            string name = $"unary-{function.ToString().ToLowerInvariant()}";
            yield return ValidCases.One(name, 100 + (int)function, [3, 11], (b, x) => b.Unary(x, function, settings));
        }

        // Functions of positive numbers only.
        foreach (UnaryFunction function in new[] { UnaryFunction.Sqrt, UnaryFunction.Reciprocal, UnaryFunction.Log })
        {
            string name = $"unary-{function.ToString().ToLowerInvariant()}";
            yield return ValidCases.One(name, 100 + (int)function, [37], (b, x) => b.Unary(b.Unary(x, UnaryFunction.Exp), function));
        }

        foreach (BinaryFunction function in Enum.GetValues<BinaryFunction>())
        {
            string name = $"binary-{function.ToString().ToLowerInvariant()}";
            yield return ValidCases.One(name, 140 + (int)function, [3, 5, 4], (b, x) => b.Binary(Base(b, x, function), b.Constant(3, 1, 1), function));
        }

        yield return ValidCases.One("binary-same-shape", 150, [2, 19], (b, x) => b.Binary(b.Relu(x), x, BinaryFunction.Difference));
        yield return ValidCases.One("binary-spread-both", 151, [5, 1, 6], (b, x) => b.Binary(b.Constant(1, 7, 6), x, BinaryFunction.Product));
        yield return ValidCases.One("binary-spread-rows", 152, [4, 21], (b, x) => b.Binary(x, b.Constant(4, 1), BinaryFunction.Quotient));
        yield return ValidCases.One("reshape", 153, [2, 3, 5], (b, x) => b.Binary(b.Reshape(x, 5, 6), b.Constant(1, 6), BinaryFunction.Sum));
        yield return ValidCases.One("softmax-channels", 154, [5, 3, 7], (b, x) => b.AxisSoftmax(x, 0, SoftmaxForm.Softmax));
        yield return ValidCases.One("softmax-rows", 155, [4, 9], (b, x) => b.AxisSoftmax(x, 1, SoftmaxForm.Softmax));
        yield return ValidCases.One("softmax-middle", 156, [3, 5, 11], (b, x) => b.AxisSoftmax(x, 1, SoftmaxForm.Softmax));
        yield return ValidCases.One("log-softmax", 157, [13], (b, x) => b.AxisSoftmax(x, 0, SoftmaxForm.LogSoftmax));
        yield return ValidCases.One("log-softmax-middle", 158, [2, 4, 10], (b, x) => b.AxisSoftmax(x, 1, SoftmaxForm.LogSoftmax));
        yield return ValidCases.One("hardmax", 159, [3, 6, 2], (b, x) => b.AxisSoftmax(x, 1, SoftmaxForm.Hardmax));
    }

    private static readonly (UnaryFunction Function, float[] Settings)[] OfAnyNumber =
    [
        (UnaryFunction.Abs, []),
        (UnaryFunction.Neg, []),
        (UnaryFunction.Exp, []),
        (UnaryFunction.Sigmoid, []),
        (UnaryFunction.Tanh, []),
        (UnaryFunction.Erf, []),
        (UnaryFunction.Softplus, []),
        (UnaryFunction.Softsign, []),
        (UnaryFunction.Mish, []),
        (UnaryFunction.Gelu, []),
        (UnaryFunction.GeluTanh, []),
        (UnaryFunction.HardSwish, []),
        (UnaryFunction.LeakyRelu, [0.125f]),
        (UnaryFunction.Clip, [-0.5f, 1.25f]),
        (UnaryFunction.HardSigmoid, [0.5f, 0.25f]),
        (UnaryFunction.Elu, [0.75f]),
        (UnaryFunction.Selu, [1.5f, 1.0625f]),
        (UnaryFunction.Celu, [1.5f]),
        (UnaryFunction.ThresholdedRelu, [0.5f]),
        (UnaryFunction.Swish, [1.5f]),
        (UnaryFunction.Round, []),
        (UnaryFunction.Floor, []),
        (UnaryFunction.Truncate, []),
    ];

    /// <summary>Powers are of positive numbers.</summary>
    private static int Base(CaseBuilder builder, int x, BinaryFunction function) =>
        function == BinaryFunction.Power ? builder.Unary(x, UnaryFunction.Exp) : x;
}
