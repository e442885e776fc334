using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>A row of three taps: their weights, each in all lanes of a vector.</summary>
internal readonly unsafe struct TapsOfThree<TVector, TLanes>(float* weights)
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private readonly TVector _first = TLanes.Create(weights[0]);
    private readonly TVector _second = TLanes.Create(weights[1]);
    private readonly TVector _third = TLanes.Create(weights[2]);

    /// <summary>A sum with the products of what the taps meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Add(TVector x0, TVector x1, TVector x2, TVector sum) =>
        TLanes.MultiplyAdd(x2, _third, TLanes.MultiplyAdd(x1, _second, TLanes.MultiplyAdd(x0, _first, sum)));
}
