using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Which lanes three taps beside one another meet within the plane.</summary>
internal readonly unsafe struct MasksOfThree<TVector, TLanes>(float* masks)
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private readonly TVector _first = TLanes.Load(masks);
    private readonly TVector _second = TLanes.Load(masks + TLanes.Count);
    private readonly TVector _third = TLanes.Load(masks + (2 * TLanes.Count));

    /// <summary>Makes zeros of what lies outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep(ref TVector x0, ref TVector x1, ref TVector x2)
    {
        x0 = TLanes.Keep(x0, _first);
        x1 = TLanes.Keep(x1, _second);
        x2 = TLanes.Keep(x2, _third);
    }
}
