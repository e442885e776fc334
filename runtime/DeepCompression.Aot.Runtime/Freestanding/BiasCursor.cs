using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Walks through <see cref="BiasRuns{TSum}"/> row by row.</summary>
/// <param name="values">The bias of each run.</param>
/// <param name="ends">The first row behind each.</param>
internal unsafe struct BiasCursor<TSum>(TSum* values, ushort* ends)
    where TSum : unmanaged
{
    private TSum* _value = values;
    private ushort* _end = ends;

    /// <summary>The bias of a row; rows come one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum Next(int row)
    {
        if (row >= *_end)
        {
            _end++;
            _value++;
        }

        return *_value;
    }
}
