using DeepCompression.Aot.Trainer.Charts;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>What an experiment found.</summary>
/// <param name="Tables">Its numbers; each becomes a CSV file.</param>
/// <param name="Charts">Its pictures; each becomes an SVG file.</param>
/// <param name="Notes">What must be known to read them, a sentence or two each.</param>
internal sealed record ExperimentOutput(
    IReadOnlyList<ResultTable> Tables, IReadOnlyList<Chart> Charts, IReadOnlyList<string> Notes);
