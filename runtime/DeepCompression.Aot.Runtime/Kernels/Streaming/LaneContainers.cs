using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>The containers of eight lanes in two vectors.</summary>
internal readonly struct LaneContainers(Vector256<ulong> first, Vector256<ulong> second)
{
    /// <summary>Those of the lanes 0, 1, 4 and 5.</summary>
    public readonly Vector256<ulong> First = first;

    /// <summary>Those of the lanes 2, 3, 6 and 7.</summary>
    public readonly Vector256<ulong> Second = second;
}
