namespace DeepCompression.Aot.Trainer;

/// <summary>A trained and compressed network, and how good it is.</summary>
/// <param name="Artifact">The compressed network.</param>
/// <param name="DenseErrorPercent">The error of the dense network on the test images, in percent.</param>
/// <param name="ErrorPercent">The error of the compressed network, as decoded from the artifact, on the test images, in percent.</param>
/// <param name="ValidationErrorPercent">The same on the validation images, by which every choice was made.</param>
public sealed record TrainingOutcome(NetworkArtifact Artifact, double DenseErrorPercent, double ErrorPercent, double ValidationErrorPercent);
