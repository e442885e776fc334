using System.Numerics;

namespace DeepCompression.Aot.Runtime;

internal readonly struct SumReduction : IReduction
{
    public static float Term(float element) => element;

    public static Vector<float> Term(Vector<float> elements) => elements;

    public static float Combine(float left, float right) => left + right;

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => left + right;

    public static float Finish(float combined, int count) => combined;
}

internal readonly struct MeanReduction : IReduction
{
    public static float Term(float element) => element;

    public static Vector<float> Term(Vector<float> elements) => elements;

    public static float Combine(float left, float right) => left + right;

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => left + right;

    public static float Finish(float combined, int count) => combined / count;
}

internal readonly struct MaxReduction : IReduction
{
    public static float Term(float element) => element;

    public static Vector<float> Term(Vector<float> elements) => elements;

    public static float Combine(float left, float right) => MathF.Max(left, right);

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => Vector.Max(left, right);

    public static float Finish(float combined, int count) => combined;
}

internal readonly struct MinReduction : IReduction
{
    public static float Term(float element) => element;

    public static Vector<float> Term(Vector<float> elements) => elements;

    public static float Combine(float left, float right) => MathF.Min(left, right);

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => Vector.Min(left, right);

    public static float Finish(float combined, int count) => combined;
}

internal readonly struct ProductReduction : IReduction
{
    public static float Term(float element) => element;

    public static Vector<float> Term(Vector<float> elements) => elements;

    public static float Combine(float left, float right) => left * right;

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => left * right;

    public static float Finish(float combined, int count) => combined;
}

internal readonly struct SumOfMagnitudesReduction : IReduction
{
    public static float Term(float element) => MathF.Abs(element);

    public static Vector<float> Term(Vector<float> elements) => Vector.Abs(elements);

    public static float Combine(float left, float right) => left + right;

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => left + right;

    public static float Finish(float combined, int count) => combined;
}

internal readonly struct SumOfSquaresReduction : IReduction
{
    public static float Term(float element) => element * element;

    public static Vector<float> Term(Vector<float> elements) => elements * elements;

    public static float Combine(float left, float right) => left + right;

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => left + right;

    public static float Finish(float combined, int count) => combined;
}

internal readonly struct NormReduction : IReduction
{
    public static float Term(float element) => element * element;

    public static Vector<float> Term(Vector<float> elements) => elements * elements;

    public static float Combine(float left, float right) => left + right;

    public static Vector<float> Combine(Vector<float> left, Vector<float> right) => left + right;

    public static float Finish(float combined, int count) => MathF.Sqrt(combined);
}
