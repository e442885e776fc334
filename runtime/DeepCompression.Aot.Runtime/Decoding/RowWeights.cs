namespace DeepCompression.Aot.Runtime;

/// <summary>The non-zero weights of a matrix row by row, without fillers: what the builders of layouts take.</summary>
/// <param name="Start">The number of each row's first weight, and behind the last row the number of weights.</param>
/// <param name="Columns">The column of each weight, ascending within a row.</param>
/// <param name="Codes">The code of each weight: 1 for the first centroid.</param>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal sealed record RowWeights(int[] Start, ReadOnlyMemory<ushort> Columns, ReadOnlyMemory<byte> Codes);
