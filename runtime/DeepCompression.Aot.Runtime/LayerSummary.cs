namespace DeepCompression.Aot;

/// <summary>A layer of a generated network, for people to read.</summary>
/// <param name="Name">The layer's method in the generated class.</param>
/// <param name="Description">What it computes, with its shapes.</param>
/// <param name="WeightCount">Its weights in the dense network, 0 for a layer without weights.</param>
/// <param name="Nnz">Those that are not zero.</param>
/// <param name="Kernel">The kernel that runs it on this processor.</param>
public sealed record LayerSummary(string Name, string Description, long WeightCount, long Nnz, string Kernel);
