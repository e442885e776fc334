using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a tensor by row, unpacked for running: a slot holds the column of a weight and its value. A filler has the
/// value 0, no weight has.
/// </summary>
/// <remarks>
/// Rows are filled up to whole steps, so that a vector loop has no tail. A filler repeats the column of its row's last weight: it
/// never names an activation that its row does not read. A row without weights has no slots, so the last rows may begin at the
/// arrays' end. Values take more memory than places in the codebook would, but looking those up takes as long as all the rest: with
/// values a layer of 784 → 300 at 8 % density runs in 4.4 µs instead of 7.3, one of 9216 → 4096 at 2 % in 190 µs instead of 285.
/// </remarks>
/// <typeparam name="TColumn"><see cref="ushort"/> while a row has at most 65,536 columns, otherwise <see cref="int"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SparseRows<TColumn>
    where TColumn : unmanaged, IBinaryInteger<TColumn>, IMinMaxValue<TColumn>
{
    internal SparseRows(int[] start, TColumn[] columns, float[] values)
    {
        Start = start;
        Columns = columns;
        Values = values;
    }

    /// <summary>The first slot of each row; one more element than there are rows, the last being the number of slots.</summary>
    public int[] Start { get; }

    /// <summary>The column of each slot.</summary>
    public TColumn[] Columns { get; }

    /// <summary>The weight of each slot, 0 for a filler.</summary>
    public float[] Values { get; }
}
