using DeepCompression.Aot.Format;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch.Operators;

/// <summary>Functions of one number.</summary>
internal static class TorchFunctions
{
    private static readonly double RootOfTwo = Math.Sqrt(2);
    private static readonly double RootOfTwoOverPi = Math.Sqrt(2 / Math.PI);

    /// <summary>Whether a function has a slope almost everywhere that is not zero: the others go up in steps, and teach nothing.</summary>
    public static bool HasSlope(UnaryFunction function) => function is not (UnaryFunction.Round or UnaryFunction.Floor or UnaryFunction.Truncate);

    public static Tensor Apply(Tensor x, UnaryOperator op)
    {
        float first = op.Settings.Length > 0 ? op.Settings[0] : 0;
        float second = op.Settings.Length > 1 ? op.Settings[1] : 0;
        return op.Function switch
        {
            UnaryFunction.Abs => x.abs(),
            UnaryFunction.Neg => -x,
            UnaryFunction.Sqrt => x.sqrt(),
            UnaryFunction.Reciprocal => x.reciprocal(),
            UnaryFunction.Exp => x.exp(),
            UnaryFunction.Log => x.log(),
            UnaryFunction.Sigmoid => x.sigmoid(),
            UnaryFunction.Tanh => x.tanh(),
            UnaryFunction.Erf => x.erf(),
            UnaryFunction.Softplus => Softplus(x),
            UnaryFunction.Softsign => x / (x.abs() + 1),
            UnaryFunction.Mish => x * Softplus(x).tanh(),
            UnaryFunction.Gelu => x * ((x / RootOfTwo).erf() + 1) * 0.5,
            UnaryFunction.GeluTanh => x * (((x + (x.pow(3) * 0.044715)) * RootOfTwoOverPi).tanh() + 1) * 0.5,
            UnaryFunction.HardSwish => x * ((x / 6) + 0.5).clamp(0, 1),
            UnaryFunction.LeakyRelu => where(x.lt(0), x * first, x),
            UnaryFunction.Clip => x.clamp(first, second),
            UnaryFunction.HardSigmoid => ((x * first) + second).clamp(0, 1),
            UnaryFunction.Elu => Elu(x, first),
            UnaryFunction.Selu => Elu(x, first) * second,
            UnaryFunction.Celu => Elu(x / first, 1) * first,
            UnaryFunction.ThresholdedRelu => where(x.gt(first), x, zeros_like(x)),
            UnaryFunction.Swish => x * (x * first).sigmoid(),
            _ => throw new InvalidOperationException($"{op.Function} was not refused."),
        };
    }

    /// <summary>log(1 + exp(x)), also where exp(x) is beyond all numbers.</summary>
    private static Tensor Softplus(Tensor x) => x.logaddexp(zeros_like(x));

    /// <summary>x, or alpha · (exp(x) − 1) below zero.</summary>
    private static Tensor Elu(Tensor x, double alpha) => where(x.lt(0), x.clamp(max: 0).expm1() * alpha, x);
}
