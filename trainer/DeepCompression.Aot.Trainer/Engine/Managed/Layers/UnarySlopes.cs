using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The slope of a function of one number at x, where its value is y; at a kink that of one of both sides.</summary>
internal delegate float Slope(float x, float y);

/// <summary>The slopes of functions that have one almost everywhere.</summary>
internal static class UnarySlopes
{
    private const float RootOfTwoOverPi = 0.797884561f;
    private const float CubeOfGelu = 0.044715f;

    /// <summary>The slope of an operator's function, or null for those that go up in steps.</summary>
    public static Slope? Of(UnaryOperator op)
    {
        float first = op.Settings.Length > 0 ? op.Settings[0] : 0;
        float second = op.Settings.Length > 1 ? op.Settings[1] : 0;
        return op.Function switch
        {
            UnaryFunction.Abs => (x, _) => x < 0 ? -1 : 1,
            UnaryFunction.Neg => (_, _) => -1,
            UnaryFunction.Sqrt => (_, y) => 0.5f / y,
            UnaryFunction.Reciprocal => (_, y) => -y * y,
            UnaryFunction.Exp => (_, y) => y,
            UnaryFunction.Log => (x, _) => 1 / x,
            UnaryFunction.Sigmoid => (_, y) => y * (1 - y),
            UnaryFunction.Tanh => (_, y) => 1 - (y * y),
            UnaryFunction.Erf => (x, _) => 2 / MathF.Sqrt(MathF.PI) * MathF.Exp(-x * x),
            UnaryFunction.Softplus => (x, _) => Sigmoid(x),
            UnaryFunction.Softsign => (x, _) => 1 / ((1 + MathF.Abs(x)) * (1 + MathF.Abs(x))),
            UnaryFunction.Mish => Mish,
            UnaryFunction.Gelu => Gelu,
            UnaryFunction.GeluTanh => GeluTanh,
            UnaryFunction.HardSwish => (x, _) => x <= -3 ? 0 : x >= 3 ? 1 : ((2 * x) + 3) / 6,
            UnaryFunction.LeakyRelu => (x, _) => x < 0 ? first : 1,
            UnaryFunction.Clip => (x, _) => x > first && x < second ? 1 : 0,
            UnaryFunction.HardSigmoid => (_, y) => y is > 0 and < 1 ? first : 0,
            UnaryFunction.Elu => (x, y) => x < 0 ? y + first : 1,
            UnaryFunction.Selu => (x, y) => x < 0 ? y + (first * second) : second,
            UnaryFunction.Celu => (x, _) => x < 0 ? MathF.Exp(x / first) : 1,
            UnaryFunction.ThresholdedRelu => (x, _) => x > first ? 1 : 0,
            UnaryFunction.Swish => (x, _) => Swish(x, first),
            _ => null,
        };
    }

    private static float Mish(float x, float y)
    {
        // The function is x · tanh(softplus(x)), so that its value gives the tangent.
        float tangent = x == 0 ? 0.6f : y / x;
        return tangent + (x * Sigmoid(x) * (1 - (tangent * tangent)));
    }

    private static float Gelu(float x, float y)
    {
        // The function is x times the normal distribution's, whose slope is its density.
        float distribution = x == 0 ? 0.5f : y / x;
        return distribution + (x * RootOfTwoOverPi / 2 * MathF.Exp(-x * x / 2));
    }

    private static float GeluTanh(float x, float y)
    {
        float tangent = MathF.Tanh(RootOfTwoOverPi * (x + (CubeOfGelu * x * x * x)));
        return (0.5f * (1 + tangent)) + (0.5f * x * (1 - (tangent * tangent)) * RootOfTwoOverPi * (1 + (3 * CubeOfGelu * x * x)));
    }

    private static float Swish(float x, float alpha)
    {
        float gate = Sigmoid(alpha * x);
        return gate + (alpha * x * gate * (1 - gate));
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
