namespace DeepCompression.Aot.Fuzzing.Rules;

/// <summary>What a target may allocate for an input.</summary>
/// <param name="PerByte">Bytes for each byte of the input.</param>
/// <param name="Constant">Bytes besides, whatever the input.</param>
internal readonly record struct Allowance(long PerByte, long Constant)
{
    /// <summary>The bytes for an input of a length.</summary>
    public long Of(int length) => Constant + (PerByte * length);
}
