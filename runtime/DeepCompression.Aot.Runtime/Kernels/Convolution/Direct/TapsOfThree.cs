using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>A row of three taps: their weights, each in all lanes of a vector.</summary>
internal readonly unsafe struct TapsOfThree<TVector, TLanes>(float* weights)
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>The left one's.</summary>
    public readonly TVector First = TLanes.Create(weights[0]);

    /// <summary>The middle one's.</summary>
    public readonly TVector Second = TLanes.Create(weights[1]);

    /// <summary>The right one's.</summary>
    public readonly TVector Third = TLanes.Create(weights[2]);

    /// <summary>A sum with the products of what the taps meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Add(TVector x0, TVector x1, TVector x2, TVector sum) =>
        TLanes.MultiplyAdd(x2, Third, TLanes.MultiplyAdd(x1, Second, TLanes.MultiplyAdd(x0, First, sum)));
}
