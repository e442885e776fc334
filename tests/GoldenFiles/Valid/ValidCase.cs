using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>A golden artifact and what it was made from.</summary>
/// <param name="Name">The file name without extension.</param>
/// <param name="Graph">The network.</param>
/// <param name="ValueShapes">The shape of each value.</param>
/// <param name="Parameters">The dense values of each parameter, rounded as stored, never through the decoder.</param>
/// <param name="Bytes">The artifact.</param>
internal sealed record ValidCase(
    string Name, Graph Graph, EquatableArray<TensorShape> ValueShapes, IReadOnlyList<float[]> Parameters, byte[] Bytes);
