namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood 2014): integer arithmetic and exact conversions only, so a
/// seed gives the same numbers on every machine. A value type: each image draws from its own.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>A generator of its own for one item of a numbered collection.</summary>
    public static SplitMix64 For(ulong seed, ulong item)
    {
        SplitMix64 mixed = new(seed);
        return new SplitMix64(mixed.Next() ^ Mix(item + Golden));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Uniform in [0, 1), a multiple of 2^-24 and therefore exact.</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform between two bounds.</summary>
    public float Between(float low, float high) => low + ((high - low) * Unit());

    /// <summary>
    /// Nearly normal, of the given standard deviation and never beyond 3.5 of it: the sum of four uniform
    /// 16-bit numbers, which needs no logarithm.
    /// </summary>
    public float Normal(float deviation)
    {
        ulong bits = Next();
        long sum = (long)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
        // Four uniforms on [0, 2^16) sum to mean 2^17 and variance 4 * 2^32 / 12.
        const float PerDeviation = 1.7320508f / 65536f;
        return (sum - (2 * 65535)) * PerDeviation * deviation;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
