namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Covers an output plane that is as large as the input with vectors one behind the other, whatever rows they are in, and says which of
/// their lanes have neighbours in the plane. The last vector reaches over the plane's end.
/// </summary>
internal static class FlatCover
{
    /// <summary>Masks of a vector: which lanes have a neighbour to the left, to the right, above and below.</summary>
    public const int Masks = 4;

    /// <summary>The vectors of a plane; and the first of those, and the end, whose lanes all have neighbours above and below.</summary>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="lanes">Floats in a vector.</param>
    public static (int Count, int FirstInner, int EndInner) Vectors(in GroupedShape shape, int lanes)
    {
        int first = (shape.Width + lanes - 1) / lanes;
        int end = (shape.Positions - shape.Width) / lanes;
        return ((shape.Positions + lanes - 1) / lanes, first, Math.Max(first, end));
    }

    /// <summary>The masks of all vectors: all bits of a lane set, or none.</summary>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="lanes">Floats in a vector.</param>
    public static uint[] MasksOf(in GroupedShape shape, int lanes)
    {
        var masks = new uint[checked(Vectors(shape, lanes).Count * Masks * lanes)];
        for (int position = 0; position < shape.Positions; position++)
        {
            (int y, int x) = Math.DivRem(position, shape.Width);
            (int vector, int lane) = Math.DivRem(position, lanes);
            Span<uint> first = masks.AsSpan((vector * Masks * lanes) + lane);
            first[0] = Mask(x > 0);
            first[lanes] = Mask(x < shape.Width - 1);
            first[2 * lanes] = Mask(y > 0);
            first[3 * lanes] = Mask(y < shape.Height - 1);
        }

        return masks;
    }

    private static uint Mask(bool isInside) => isInside ? uint.MaxValue : 0;
}
