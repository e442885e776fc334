namespace DeepCompression.Aot.Runtime;

/// <summary>A vector of outputs beside one another, of every row of a plane.</summary>
/// <param name="Output">The place of its first element in an output row.</param>
/// <param name="Input">What the left of that element's window has in an input row: a negative place where it lies in the padding.</param>
/// <param name="Mask">Where its masks begin, one for every column of the window.</param>
internal readonly record struct DirectColumn(int Output, int Input, int Mask);
