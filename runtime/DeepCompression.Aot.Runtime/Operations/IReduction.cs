using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>How elements are taken together to one: each is turned into a term, terms are combined, and the whole is finished.</summary>
internal interface IReduction
{
    static abstract float Term(float element);

    static abstract Vector<float> Term(Vector<float> elements);

    static abstract float Combine(float left, float right);

    static abstract Vector<float> Combine(Vector<float> left, Vector<float> right);

    /// <summary>What the combined terms of <paramref name="count"/> elements come to.</summary>
    static abstract float Finish(float combined, int count);
}
