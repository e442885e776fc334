namespace DeepCompression.Aot.Format;

/// <summary>The functions of one number that <see cref="UnaryOperator"/> applies, by the number that stands for each in the artifact.</summary>
internal enum UnaryFunction
{
    Abs = 0,
    Neg = 1,
    Sqrt = 2,
    Reciprocal = 3,
    Exp = 4,
    Log = 5,
    Sigmoid = 6,
    Tanh = 7,
    Erf = 8,
    Softplus = 9,
    Softsign = 10,
    Mish = 11,
    Gelu = 12,
    GeluTanh = 13,
    HardSwish = 14,
    LeakyRelu = 15,
    Clip = 16,
    HardSigmoid = 17,
    Elu = 18,
    Selu = 19,
    Celu = 20,
    ThresholdedRelu = 21,
    Swish = 22,
    Round = 23,
    Floor = 24,
    Truncate = 25,
}

/// <summary>Facts about functions of one number.</summary>
internal static class UnaryFunctions
{
    private static readonly string[] None = [];
    private static readonly string[] Alpha = ["alpha"];

    /// <summary>Whether a number stands for a function.</summary>
    public static bool IsKnown(int number) => number is >= 0 and <= (int)UnaryFunction.Truncate;

    /// <summary>The names of a function's parameters, in the order in which an artifact has them.</summary>
    public static string[] Parameters(UnaryFunction function) => function switch
    {
        UnaryFunction.LeakyRelu or UnaryFunction.Elu or UnaryFunction.Celu or UnaryFunction.ThresholdedRelu or UnaryFunction.Swish => Alpha,
        UnaryFunction.Clip => ["lowest", "highest"],
        UnaryFunction.HardSigmoid => ["alpha", "beta"],
        UnaryFunction.Selu => ["alpha", "gamma"],
        _ => None,
    };
}
