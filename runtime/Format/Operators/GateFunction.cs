namespace DeepCompression.Aot.Format;

/// <summary>The functions that the gates of a recurrent layer may have, by the bits that stand for each in the artifact.</summary>
internal enum GateFunctionKind : byte
{
    /// <summary>1 ÷ (1 + exp(−x)).</summary>
    Sigmoid = 0,

    /// <summary>tanh(x).</summary>
    Tanh = 1,

    /// <summary>max(x, 0).</summary>
    Relu = 2,

    /// <summary>alpha · x + beta.</summary>
    Affine = 3,

    /// <summary>x, or alpha · x where that is negative.</summary>
    LeakyRelu = 4,

    /// <summary>x where it is greater than alpha, otherwise 0.</summary>
    ThresholdedRelu = 5,

    /// <summary>alpha · tanh(beta · x).</summary>
    ScaledTanh = 6,

    /// <summary>alpha · x + beta, between 0 and 1.</summary>
    HardSigmoid = 7,

    /// <summary>x, or alpha · (exp(x) − 1) where that is negative.</summary>
    Elu = 8,

    /// <summary>x ÷ (1 + |x|).</summary>
    Softsign = 9,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus = 10,
}

/// <summary>A function of a gate with its numbers; those that its kind does not have are 0.</summary>
internal readonly record struct GateFunction(GateFunctionKind Kind, float Alpha = 0, float Beta = 0)
{
    /// <summary>The bits of a kind.</summary>
    public const int KindBits = 4;

    public static GateFunction Sigmoid => new(GateFunctionKind.Sigmoid);

    public static GateFunction Tanh => new(GateFunctionKind.Tanh);

    /// <summary>How many numbers a function has: none, alpha, or alpha and beta.</summary>
    public static int NumbersOf(GateFunctionKind kind) => kind switch
    {
        GateFunctionKind.Affine or GateFunctionKind.ScaledTanh or GateFunctionKind.HardSigmoid => 2,
        GateFunctionKind.LeakyRelu or GateFunctionKind.ThresholdedRelu or GateFunctionKind.Elu => 1,
        _ => 0,
    };

    public static GateFunction Read(ref BitReader reader)
    {
        uint kind = reader.ReadBits(KindBits);
        reader.Require(kind <= (uint)GateFunctionKind.Softplus, $"gate function {kind} is not known");
        int numbers = NumbersOf((GateFunctionKind)kind);
        float alpha = numbers > 0 ? reader.ReadSingle() : 0;
        return new((GateFunctionKind)kind, alpha, numbers > 1 ? reader.ReadSingle() : 0);
    }
}
