using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>How pooling makes one value of a window's elements: combined one after another, row by row, then finished.</summary>
internal interface IPoolReduction
{
    static abstract float Combine(float combined, float element);

    static abstract Vector128<float> Combine(Vector128<float> combined, Vector128<float> element);

    static abstract Vector256<float> Combine(Vector256<float> combined, Vector256<float> element);

    static abstract float Finish(float combined, int count);

    static abstract Vector128<float> Finish(Vector128<float> combined, int count);

    static abstract Vector256<float> Finish(Vector256<float> combined, int count);
}
