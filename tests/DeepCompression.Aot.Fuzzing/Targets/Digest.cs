using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>A number of 64 bits for what came out (FNV-1a).</summary>
internal struct Digest()
{
    private const ulong Prime = 0x0000_0100_0000_01B3;

    private ulong _value = 0xCBF2_9CE4_8422_2325;

    public readonly long Value => (long)_value;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte item in bytes)
        {
            _value = (_value ^ item) * Prime;
        }
    }

    /// <summary>Numbers by their bits, so that NaN is what it is.</summary>
    public void Add(ReadOnlySpan<float> numbers) => Add(MemoryMarshal.AsBytes(numbers));

    public void Add(string text) => Add(MemoryMarshal.AsBytes(text.AsSpan()));
}
