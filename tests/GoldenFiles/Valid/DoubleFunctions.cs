using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>Functions of one and two numbers in double precision, each by its definition in FORMAT.md.</summary>
internal static class DoubleFunctions
{
    public static double Of(UnaryFunction function, EquatableArray<float> settings, double x) => function switch
    {
        UnaryFunction.Abs => x < 0 ? -x : x,
        UnaryFunction.Neg => -x,
        UnaryFunction.Sqrt => Math.Pow(x, 0.5),
        UnaryFunction.Reciprocal => 1 / x,
        UnaryFunction.Exp => Math.Pow(Math.E, x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Sigmoid => Sigmoid(x),
        UnaryFunction.Tanh => (2 * Sigmoid(2 * x)) - 1,
        UnaryFunction.Erf => Erf(x),
        UnaryFunction.Softplus => Math.Log(1 + Math.Exp(x)),
        UnaryFunction.Softsign => x / (1 + Math.Abs(x)),
        UnaryFunction.Mish => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        UnaryFunction.Gelu => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        UnaryFunction.GeluTanh => x * Sigmoid(Math.Sqrt(8 / Math.PI) * (x + (0.044715 * x * x * x))),
        UnaryFunction.HardSwish => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        UnaryFunction.LeakyRelu => x < 0 ? settings[0] * x : x,
        UnaryFunction.Clip => Math.Min(Math.Max(x, settings[0]), settings[1]),
        UnaryFunction.HardSigmoid => Math.Clamp((settings[0] * x) + settings[1], 0, 1),
        UnaryFunction.Elu => x < 0 ? settings[0] * (Math.Exp(x) - 1) : x,
        UnaryFunction.Selu => settings[1] * (x < 0 ? settings[0] * (Math.Exp(x) - 1) : x),
        UnaryFunction.Celu => Math.Max(x, 0) + Math.Min(settings[0] * (Math.Exp(x / settings[0]) - 1), 0),
        UnaryFunction.ThresholdedRelu => x > settings[0] ? x : 0,
        UnaryFunction.Swish => x * Sigmoid(settings[0] * x),
        UnaryFunction.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryFunction.Floor => Math.Floor(x),
        UnaryFunction.Truncate => Math.Truncate(x),
        _ => throw new InvalidOperationException($"{function} has no reference."),
    };

    public static double Of(BinaryFunction function, double left, double right) => function switch
    {
        BinaryFunction.Sum => left + right,
        BinaryFunction.Difference => left - right,
        BinaryFunction.Product => left * right,
        BinaryFunction.Quotient => left / right,
        BinaryFunction.Power => Math.Pow(left, right),
        BinaryFunction.Minimum => left < right ? left : right,
        BinaryFunction.Maximum => left > right ? left : right,
        BinaryFunction.PRelu => left < 0 ? left * right : left,
        _ => throw new InvalidOperationException($"{function} has no reference."),
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>2 ÷ √π times the integral of e^−t² from 0 to x, by Simpson's rule.</summary>
    private static double Erf(double x)
    {
        const int Steps = 2000;
        double width = x / Steps;
        double sum = 1 + Math.Exp(-x * x);
        for (int i = 1; i < Steps; i++)
        {
            double t = i * width;
            sum += (i % 2 == 1 ? 4 : 2) * Math.Exp(-t * t);
        }

        return 2 / Math.Sqrt(Math.PI) * sum * width / 3;
    }
}
