using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>What <see cref="StreamedLanes"/> does with eight lanes at once, whose containers of bits fill more than one vector of the other numbers.</summary>
/// <typeparam name="TBits">Eight containers.</typeparam>
internal unsafe interface ILaneVectors<TBits>
    where TBits : struct
{
    /// <summary>Containers as they are in memory.</summary>
    static abstract TBits Load(ulong* containers);

    /// <summary>Writes containers to memory.</summary>
    static abstract void Store(TBits bits, ulong* containers);

    /// <summary>The bits of a stream from the lanes' places on, and a one behind them that tells later how many were used up.</summary>
    static abstract TBits Fill(ulong* words, long* places);

    /// <summary>The next bits of each, as many as a look-up has.</summary>
    static abstract Vector256<int> Next(TBits bits);

    /// <summary>What is left behind so many bits.</summary>
    static abstract TBits Skip(TBits bits, Vector256<uint> lengths);

    /// <summary>Moves places on to where their containers have been used up to; these may be written to memory for it.</summary>
    static abstract void MoveOn(long* places, TBits bits, ulong* containers);

    /// <summary>The centroids of codes, which are the lowest eight bits of each number.</summary>
    static abstract Vector256<float> Centroids(float* codebook, Vector256<uint> codes);
}
