namespace DeepCompression.Aot.Format;

/// <summary>The largest magnitude that calibration saw in a value; what 8-bit arithmetic scales by.</summary>
internal readonly record struct ActivationScale(int Value, float Maximum);
