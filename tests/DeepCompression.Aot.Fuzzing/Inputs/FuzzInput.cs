using DeepCompression.Aot.Fuzzing.Targets;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>Bytes, and what is to take them.</summary>
internal sealed record FuzzInput(FuzzTarget Target, byte[] Bytes);
