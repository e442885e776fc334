using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The functions of recurrent layers' gates, in place. Each has one form, of vectors; what is left over at the end is filled up to
/// one, so that an element's place makes no difference to its value. NaN stays NaN.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GateFunctions
{
    /// <summary>1 ÷ (1 + exp(−x)).</summary>
    /// <param name="values">The elements.</param>
    public static void Sigmoid(Span<float> values) => Apply(values, new SigmoidFunction());

    /// <summary>tanh(x).</summary>
    /// <param name="values">The elements.</param>
    public static void Tanh(Span<float> values) => Apply(values, new ScaledTanhFunction(1, 1));

    /// <summary>max(x, 0).</summary>
    /// <param name="values">The elements.</param>
    public static void Relu(Span<float> values) => Apply(values, new LeakyReluFunction(0));

    /// <summary>alpha · x + beta.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="alpha">The factor.</param>
    /// <param name="beta">The term.</param>
    public static void Affine(Span<float> values, float alpha, float beta) => Apply(values, new AffineFunction(alpha, beta));

    /// <summary>x, or alpha · x where that is negative.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="alpha">The factor.</param>
    public static void LeakyRelu(Span<float> values, float alpha) => Apply(values, new LeakyReluFunction(alpha));

    /// <summary>x where it is at least alpha, otherwise 0.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="alpha">The threshold.</param>
    public static void ThresholdedRelu(Span<float> values, float alpha) => Apply(values, new ThresholdedReluFunction(alpha));

    /// <summary>alpha · tanh(beta · x).</summary>
    /// <param name="values">The elements.</param>
    /// <param name="alpha">The factor of the result.</param>
    /// <param name="beta">The factor of the element.</param>
    public static void ScaledTanh(Span<float> values, float alpha, float beta) => Apply(values, new ScaledTanhFunction(alpha, beta));

    /// <summary>alpha · x + beta, between 0 and 1.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="alpha">The factor.</param>
    /// <param name="beta">The term.</param>
    public static void HardSigmoid(Span<float> values, float alpha, float beta)
    {
        Affine(values, alpha, beta);
        Apply(values, new ClampFunction(0, 1));
    }

    /// <summary>x, or alpha · (exp(x) − 1) where that is negative.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="alpha">The factor.</param>
    public static void Elu(Span<float> values, float alpha) => Apply(values, new EluFunction(alpha));

    /// <summary>x ÷ (1 + |x|).</summary>
    /// <param name="values">The elements.</param>
    public static void Softsign(Span<float> values) => Apply(values, new SoftsignFunction());

    /// <summary>log(1 + exp(x)).</summary>
    /// <param name="values">The elements.</param>
    public static void Softplus(Span<float> values) => Apply(values, new SoftplusFunction());

    /// <summary>x between −limit and limit.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="limit">The largest magnitude.</param>
    public static void Clip(Span<float> values, float limit) => Apply(values, new ClampFunction(-limit, limit));

    private static void Apply<TFunction>(Span<float> values, TFunction function)
        where TFunction : struct, IGateFunction
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            function.Of(new Vector<float>(values[i..])).CopyTo(values[i..]);
        }

        if (i < values.Length)
        {
            Span<float> last = stackalloc float[Vector<float>.Count];
            last.Clear();
            values[i..].CopyTo(last);
            function.Of(new Vector<float>(last)).CopyTo(last);
            last[..(values.Length - i)].CopyTo(values[i..]);
        }
    }

    private interface IGateFunction
    {
        Vector<float> Of(Vector<float> x);
    }

    private readonly struct SigmoidFunction : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));
    }

    private readonly struct AffineFunction(float alpha, float beta) : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) => (x * alpha) + new Vector<float>(beta);
    }

    private readonly struct ClampFunction(float lowest, float highest) : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) => Vector.Min(Vector.Max(x, new Vector<float>(lowest)), new Vector<float>(highest));
    }

    private readonly struct LeakyReluFunction(float alpha) : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), x * alpha, x);
    }

    private readonly struct ThresholdedReluFunction(float alpha) : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(alpha)), Vector<float>.Zero, x);
    }

    private readonly struct EluFunction(float alpha) : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) =>
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), (Vector.Exp(x) - Vector<float>.One) * alpha, x);
    }

    private readonly struct SoftsignFunction : IGateFunction
    {
        public Vector<float> Of(Vector<float> x) => x / (Vector<float>.One + Vector.Abs(x));
    }

    private readonly struct SoftplusFunction : IGateFunction
    {
        // The exponent is never positive, so nothing overflows.
        public Vector<float> Of(Vector<float> x) =>
            Vector.Max(x, Vector<float>.Zero) + Vector.Log(Vector<float>.One + Vector.Exp(-Vector.Abs(x)));
    }

    private readonly struct ScaledTanhFunction(float alpha, float beta) : IGateFunction
    {
        /// <summary>Below this magnitude 1 − exp(−2|x|) loses digits, and four terms of the series are exact.</summary>
        private const float Small = 0.2f;

        public Vector<float> Of(Vector<float> x)
        {
            x *= beta;
            Vector<float> decay = Vector.Exp(Vector.Abs(x) * -2);
            Vector<float> magnitude = (Vector<float>.One - decay) / (Vector<float>.One + decay);
            Vector<float> large = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -magnitude, magnitude);
            Vector<float> square = x * x;
            Vector<float> series = (((square * (-17f / 315)) + new Vector<float>(2f / 15)) * square) + new Vector<float>(-1f / 3);
            Vector<float> small = x + (x * square * series);
            return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(Small)), small, large) * alpha;
        }
    }
}
