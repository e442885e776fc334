namespace DeepCompression.Aot.Runtime;

/// <summary>In which order a layout holds the rows of its matrix: a place for each row, heaviest first.</summary>
internal sealed class RowOrder
{
    /// <summary>The most rows of a small layer: all its sums fit on the stack.</summary>
    public const int MaxSmall = 4096;

    private readonly FixedNumbers<int> _rowOfPlace;
    private readonly FixedNumbers<int> _placeOfRow;

    private RowOrder(FixedNumbers<int> rowOfPlace)
    {
        _rowOfPlace = rowOfPlace;
        if (rowOfPlace.Length is > 0 and <= MaxSmall)
        {
            var places = new int[rowOfPlace.Length];
            for (int place = 0; place < places.Length; place++)
            {
                places[rowOfPlace.Span[place]] = place;
            }

            _placeOfRow = FixedNumbers<int>.Copy(places);
        }
    }

    /// <summary>The row of each place.</summary>
    public ReadOnlySpan<int> RowOfPlace => _rowOfPlace.Span;

    /// <summary>The place of each row of a small layer; of a large one none.</summary>
    public ReadOnlySpan<int> PlaceOfRow => _placeOfRow.Span;

    /// <summary>An order that is kept.</summary>
    public static RowOrder Copy(ReadOnlySpan<int> rowOfPlace) => new(FixedNumbers<int>.Copy(rowOfPlace));

    /// <summary>An order in constants.</summary>
    public static RowOrder InPlace(ReadOnlySpan<int> rowOfPlace) => new(FixedNumbers<int>.InPlace(rowOfPlace));
}
