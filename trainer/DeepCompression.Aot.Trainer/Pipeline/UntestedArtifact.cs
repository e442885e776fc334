namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>A compressed network that no test image was shown to yet.</summary>
/// <param name="Bytes">The bytes of the artifact, without a test error on its record.</param>
/// <param name="FileBytes">The bytes that it takes, at most, with one.</param>
/// <param name="ValidationErrorPercent">The error on the validation images, as decoded from <paramref name="Bytes"/>.</param>
/// <param name="Stages">What each stage did, in order.</param>
internal sealed record UntestedArtifact(byte[] Bytes, long FileBytes, double ValidationErrorPercent, IReadOnlyList<StageReport> Stages);
