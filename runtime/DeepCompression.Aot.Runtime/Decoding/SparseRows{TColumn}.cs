using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The non-zero weights of a tensor by row, unpacked for running: a slot names the column of a weight and its code, the place of its
/// value in the codebook. Code 0 is a filler, whose value is 0; real weights have codes from 1 on.
/// </summary>
/// <remarks>
/// Rows are filled up to whole steps, so that a vector loop has no tail. A filler repeats the column of its row's last weight: it
/// never names an activation that its row does not read. A row without weights has no slots, so the last rows may begin at the
/// arrays' end.
/// </remarks>
/// <typeparam name="TColumn"><see cref="ushort"/> while a row has at most 65,536 columns, otherwise <see cref="int"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SparseRows<TColumn>
    where TColumn : unmanaged, IBinaryInteger<TColumn>, IMinMaxValue<TColumn>
{
    internal SparseRows(int[] start, TColumn[] columns, byte[] codes)
    {
        Start = start;
        Columns = columns;
        Codes = codes;
    }

    /// <summary>The first slot of each row; one more element than there are rows, the last being the number of slots.</summary>
    public int[] Start { get; }

    /// <summary>The column of each slot.</summary>
    public TColumn[] Columns { get; }

    /// <summary>The code of each slot: 0 for a filler, otherwise the codebook index plus one.</summary>
    public byte[] Codes { get; }
}
