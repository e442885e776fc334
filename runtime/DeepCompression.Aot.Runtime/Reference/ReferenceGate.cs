using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>The functions of gates, element by element.</summary>
internal static class ReferenceGate
{
    /// <summary>The function of a number that is first kept within the clip, if there is one.</summary>
    public static float Of(GateFunction function, float x, float? clip)
    {
        if (clip is float limit)
        {
            x = Math.Clamp(x, -limit, limit);
        }

        (float alpha, float beta) = (function.Alpha, function.Beta);
        return function.Kind switch
        {
            GateFunctionKind.Sigmoid => 1 / (1 + MathF.Exp(-x)),
            GateFunctionKind.Tanh => MathF.Tanh(x),
            GateFunctionKind.Relu => x < 0 ? 0 : x,
            GateFunctionKind.Affine => (alpha * x) + beta,
            GateFunctionKind.LeakyRelu => x < 0 ? alpha * x : x,
            GateFunctionKind.ThresholdedRelu => x <= alpha ? 0 : x,
            GateFunctionKind.ScaledTanh => alpha * MathF.Tanh(beta * x),
            GateFunctionKind.HardSigmoid => Math.Clamp((alpha * x) + beta, 0, 1),
            GateFunctionKind.Elu => x < 0 ? alpha * (MathF.Exp(x) - 1) : x,
            GateFunctionKind.Softsign => x / (1 + MathF.Abs(x)),
            GateFunctionKind.Softplus => MathF.Max(x, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(x))),
            _ => throw new InvalidOperationException($"The reference does not know the gate function {function.Kind}."),
        };
    }
}
