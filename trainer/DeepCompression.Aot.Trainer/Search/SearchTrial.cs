namespace DeepCompression.Aot.Trainer.Search;

/// <summary>One artifact that a search tried.</summary>
/// <param name="Weights">The weights that pruning was told to leave.</param>
/// <param name="FileBytes">The bytes of its file.</param>
/// <param name="ValidationErrorPercent">The error on the validation images, as decoded from the file.</param>
internal sealed record SearchTrial(int Weights, long FileBytes, double ValidationErrorPercent);
