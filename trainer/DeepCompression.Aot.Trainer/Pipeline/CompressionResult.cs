using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>A compressed network and how good it is.</summary>
/// <param name="Artifact">The bytes of the artifact.</param>
/// <param name="Report">What the artifact holds, by layer and in all.</param>
/// <param name="Stages">What each stage did, in order.</param>
/// <param name="Dense">The errors of the dense network.</param>
/// <param name="Decoded">The errors of the compressed network, as decoded from <paramref name="Artifact"/>.</param>
internal sealed record CompressionResult(
    byte[] Artifact,
    ArtifactReport Report,
    IReadOnlyList<StageReport> Stages,
    ErrorRates Dense,
    ErrorRates Decoded);

/// <summary>The errors of a network.</summary>
/// <param name="ValidationErrorPercent">On the validation images, by which everything is chosen.</param>
/// <param name="TestErrorPercent">On the test images, which are read once, at the end.</param>
internal sealed record ErrorRates(double ValidationErrorPercent, double TestErrorPercent);
