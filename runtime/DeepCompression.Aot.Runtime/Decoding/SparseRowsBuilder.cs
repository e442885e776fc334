using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Collects the weights of a tensor, in ascending order of position, into rows of whole steps.</summary>
internal sealed class SparseRowsBuilder<TColumn>
    where TColumn : unmanaged, IBinaryInteger<TColumn>, IMinMaxValue<TColumn>
{
    private readonly int _rowLength;
    private readonly int[] _columnOfLive;
    private readonly int _slotsPerStep;
    private readonly int[] _start;
    private readonly TColumn[] _columns;
    private readonly float[] _values;
    private int _row;
    private int _slots;

    public SparseRowsBuilder(in PackedTensor tensor, int slotsPerStep)
    {
        // Each row that has a weight needs fewer fillers than a step has slots.
        long capacity = tensor.WeightCount + ((long)Math.Min(tensor.Rows, tensor.WeightCount) * (slotsPerStep - 1));
        _rowLength = tensor.LiveColumns;
        _columnOfLive = tensor.ColumnOfLive();
        _slotsPerStep = slotsPerStep;
        _start = new int[tensor.Rows + 1];
        _columns = GC.AllocateUninitializedArray<TColumn>(checked((int)capacity));
        _values = GC.AllocateUninitializedArray<float>(checked((int)capacity));
    }

    /// <summary>Adds weights: their positions among the live columns, row-major, at least as many codes, and the value of each code.</summary>
    public void Append(ReadOnlySpan<int> positions, ReadOnlySpan<byte> codes, ReadOnlySpan<float> codebook)
    {
        int rowStart = _row * _rowLength;
        for (int i = 0; i < positions.Length; i++)
        {
            while (positions[i] - rowStart >= _rowLength)
            {
                EndRow();
                rowStart += _rowLength;
            }

            int live = positions[i] - rowStart;
            _columns[_slots] = TColumn.CreateTruncating(_columnOfLive.Length == 0 ? live : _columnOfLive[live]);
            _values[_slots] = codebook[codes[i]];
            _slots++;
        }
    }

    /// <summary>Ends all rows that are left.</summary>
    public SparseRows<TColumn> Finish()
    {
        while (_row < _start.Length - 1)
        {
            EndRow();
        }

        return new(_start, _columns.AsSpan(0, _slots).ToArray(), _values.AsSpan(0, _slots).ToArray());
    }

    /// <summary>Fills the row up to whole steps; a row without weights needs none.</summary>
    private void EndRow()
    {
        while ((_slots - _start[_row]) % _slotsPerStep != 0)
        {
            _columns[_slots] = _columns[_slots - 1];
            _values[_slots] = 0;
            _slots++;
        }

        _start[++_row] = _slots;
    }
}
