using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>How eight numbers from anywhere in an array come to the lanes of a vector. Every way gives the same vectors.</summary>
internal unsafe interface IGather
{
    /// <summary>numbers[words[i] mod 65,536] for eight words.</summary>
    static abstract Vector256<float> AtLowerHalves(float* numbers, uint* words);

    /// <summary>numbers[places[i]] for eight places of 8 bits.</summary>
    static abstract Vector256<float> At(float* numbers, byte* places);

    /// <summary>The same with places of 16 bits.</summary>
    static abstract Vector256<float> At(float* numbers, ushort* places);

    /// <summary>The same with places of 32 bits, none negative.</summary>
    static abstract Vector256<float> At(float* numbers, int* places);

    /// <summary>The same with places in a vector, none negative.</summary>
    static abstract Vector256<float> At(float* numbers, Vector256<int> places);

    /// <summary>numbers[places[i]] for four places, none negative.</summary>
    static abstract Vector256<ulong> At(ulong* numbers, Vector256<long> places);
}
