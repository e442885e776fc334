using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>A function of each element, computed in double precision and rounded once.</summary>
internal static class ReferenceUnary
{
    public static float[] Run(float[] input, UnaryOperator op) => [.. input.Select(element => (float)Of(op.Function, op.Settings, element))];

    private static double Of(UnaryFunction function, EquatableArray<float> settings, double x) => function switch
    {
        UnaryFunction.Abs => Math.Abs(x),
        UnaryFunction.Neg => -x,
        UnaryFunction.Sqrt => Math.Sqrt(x),
        UnaryFunction.Reciprocal => 1 / x,
        UnaryFunction.Exp => Math.Exp(x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Sigmoid => Sigmoid(x),
        UnaryFunction.Tanh => Math.Tanh(x),
        UnaryFunction.Erf => ReferenceErf.Of(x),
        UnaryFunction.Softplus => Softplus(x),
        UnaryFunction.Softsign => x / (1 + Math.Abs(x)),
        UnaryFunction.Mish => x * Math.Tanh(Softplus(x)),
        UnaryFunction.Gelu => 0.5 * x * (1 + ReferenceErf.Of(x / Math.Sqrt(2))),
        UnaryFunction.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        UnaryFunction.HardSwish => x * Bounded((x / 6) + 0.5, 0, 1),
        UnaryFunction.LeakyRelu => x < 0 ? settings[0] * x : x,
        UnaryFunction.Clip => Bounded(x, settings[0], settings[1]),
        UnaryFunction.HardSigmoid => Bounded((settings[0] * x) + settings[1], 0, 1),
        UnaryFunction.Elu => x < 0 ? settings[0] * (Math.Exp(x) - 1) : x,
        UnaryFunction.Selu => settings[1] * (x < 0 ? settings[0] * (Math.Exp(x) - 1) : x),
        UnaryFunction.Celu => Math.Max(x, 0) + Math.Min(settings[0] * (Math.Exp(x / settings[0]) - 1), 0),
        UnaryFunction.ThresholdedRelu => x > settings[0] ? x : 0,
        UnaryFunction.Swish => x * Sigmoid(settings[0] * x),
        UnaryFunction.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryFunction.Floor => Math.Floor(x),
        UnaryFunction.Truncate => Math.Truncate(x),
        _ => throw new InvalidOperationException($"The reference interpreter does not know the function {function}."),
    };

    private static double Bounded(double x, double lowest, double highest) => Math.Min(Math.Max(x, lowest), highest);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
