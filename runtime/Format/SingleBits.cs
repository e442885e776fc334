using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Format;

/// <summary>Bit-level conversions that netstandard2.0 lacks.</summary>
internal static class SingleBits
{
    public static float FromBits(uint bits) => new Overlay { Bits = bits }.Value;

    public static uint ToBits(float value) => new Overlay { Value = value }.Bits;

    public static bool IsFinite(float value) => (ToBits(value) & 0x7F80_0000) != 0x7F80_0000;

    /// <summary>The value of a binary16 number, exactly.</summary>
    public static float FromHalfBits(ushort half)
    {
        uint sign = (uint)(half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        uint fraction = (uint)half & 0x3FF;
        if (exponent == 0)
        {
            // Subnormal: a multiple of 2^-24, exact in single precision.
            float magnitude = fraction * (1f / 16_777_216f);
            return FromBits(ToBits(magnitude) | sign);
        }

        uint biased = exponent == 0x1F ? 0xFFu : (uint)(exponent - 15 + 127);
        return FromBits(sign | (biased << 23) | (fraction << 13));
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlay
    {
        [FieldOffset(0)]
        public uint Bits;

        [FieldOffset(0)]
        public float Value;
    }
}
