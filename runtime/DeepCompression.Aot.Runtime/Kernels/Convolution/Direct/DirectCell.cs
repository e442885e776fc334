namespace DeepCompression.Aot.Runtime;

/// <summary>A vector of outputs of a plane.</summary>
/// <param name="Output">The place of its first element in the output plane.</param>
/// <param name="Input">What the top left of that element's window has in the input plane: a negative place where it lies in the padding.</param>
/// <param name="Mask">Where its masks begin, one for every tap or for every column of the window; −1 where all windows lie within the plane.</param>
/// <param name="MasksOfRow">Floats from the masks of a row of the window to those of the next: 0 where all rows have the same.</param>
internal readonly record struct DirectCell(int Output, int Input, int Mask, int MasksOfRow);
