namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Covers an output plane with vectors, each of which finds what a tap meets in the input by one load: where windows reach over the
/// plane's edge, their taps are masked. Where the output is as wide as the input a vector may begin in one row and end in another, so
/// that narrow planes fill vectors too; else each row has vectors of its own. The last vector begins early enough to end with what it
/// covers, or where that is shorter than a vector reaches over its end.
/// </summary>
internal sealed class DirectCells
{
    /// <summary>Vectors to a row from which on rows have their own: what the last one loses is little, and each row needs the same masks.</summary>
    private const int WideRow = 3;

    private readonly GroupedShape _shape;
    private readonly int _lanes;
    private readonly List<DirectCell> _cells = [];
    private readonly List<uint> _masks = [];
    private readonly Dictionary<string, int> _placeOfMasks = new(StringComparer.Ordinal);

    private DirectCells(in GroupedShape shape, int lanes)
    {
        _shape = shape;
        _lanes = lanes;
    }

    /// <summary>The vectors in ascending order of their output.</summary>
    public DirectCell[] Cells => [.. _cells];

    /// <summary>The masks: all bits of a lane set, or none.</summary>
    public uint[] Masks => [.. _masks];

    /// <summary>Covers a plane.</summary>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="lanes">Floats in a vector.</param>
    public static DirectCells Cover(in GroupedShape shape, int lanes)
    {
        var cells = new DirectCells(shape, lanes);
        bool crossesRows = shape is { StrideX: 1, StrideY: 1 } && shape.OutputWidth == shape.Width && shape.OutputWidth < WideRow * lanes;
        (int rows, int length) = crossesRows ? (1, shape.Positions) : (shape.OutputHeight, shape.OutputWidth);
        for (int row = 0; row < rows; row++)
        {
            for (int next = 0; next < length; next += lanes)
            {
                cells.Add(row, Math.Max(0, Math.Min(next, length - lanes)));
            }
        }

        return cells;
    }

    /// <summary>Adds the vector whose first output is so many elements behind the first of a row.</summary>
    private void Add(int row, int x)
    {
        int input = (((row * _shape.StrideY) - _shape.PadTop) * _shape.Width) + (x * _shape.StrideX) - _shape.PadLeft;
        int output = (row * _shape.OutputWidth) + x;
        var rows = new string[_shape.WindowHeight];
        for (int down = 0; down < rows.Length; down++)
        {
            rows[down] = Inside(output, down);
        }

        bool areSame = Array.TrueForAll(rows, inside => inside == rows[0]);
        bool isWhole = areSame && !rows[0].Contains('0', StringComparison.Ordinal);
        int mask = isWhole ? -1 : PlaceOf(areSame ? rows[0] : string.Concat(rows));
        _cells.Add(new DirectCell(output, input, mask, areSame ? 0 : rows[0].Length));
    }

    /// <summary>Which lanes of each tap of a row of the window meet an element of the plane, as ones and zeros.</summary>
    private string Inside(int output, int down)
    {
        var inside = new char[_shape.WindowWidth * _lanes];
        for (int lane = 0; lane < _lanes; lane++)
        {
            (int y, int x) = Math.DivRem(output + lane, _shape.OutputWidth);
            for (int across = 0; across < _shape.WindowWidth; across++)
            {
                inside[(across * _lanes) + lane] = IsInside(y, x, down, across) ? '1' : '0';
            }
        }

        return new string(inside);
    }

    /// <summary>Where such masks begin, which are added where there are none like them yet.</summary>
    private int PlaceOf(string inside)
    {
        if (!_placeOfMasks.TryGetValue(inside, out int place))
        {
            place = _masks.Count;
            _placeOfMasks.Add(inside, place);
            foreach (char bit in inside)
            {
                _masks.Add(bit == '1' ? uint.MaxValue : 0);
            }
        }

        return place;
    }

    /// <summary>Whether a tap meets an element of the plane; what lanes behind the last output meet does not matter.</summary>
    private bool IsInside(int y, int x, int down, int across)
    {
        int row = (y * _shape.StrideY) - _shape.PadTop + down;
        int column = (x * _shape.StrideX) - _shape.PadLeft + across;
        return y >= _shape.OutputHeight || (row >= 0 && row < _shape.Height && column >= 0 && column < _shape.Width);
    }
}
