using System.Runtime;
using System.Runtime.CompilerServices;

namespace System
{
    /// <summary>Divisions: the native compiler calls these methods rather than use the core's own instruction. They are functions of support.c.</summary>
    public static class Math
    {
        [RuntimeImport("*", "deepcompression_div_int32")]
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int DivInt32(int dividend, int divisor);

        [RuntimeImport("*", "deepcompression_mod_int32")]
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int ModInt32(int dividend, int divisor);

        [RuntimeImport("*", "deepcompression_div_uint32")]
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern uint DivUInt32(uint dividend, uint divisor);

        [RuntimeImport("*", "deepcompression_mod_uint32")]
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern uint ModUInt32(uint dividend, uint divisor);
    }

    /// <summary>What a float's own instructions compute.</summary>
    public static class MathF
    {
        [Intrinsic]
        public static float Sqrt(float value) => Sqrt(value);

        [Intrinsic]
        public static float Abs(float value) => Abs(value);
    }

    public static class BitConverter
    {
        public static unsafe int SingleToInt32Bits(float value) => *(int*)&value;

        public static unsafe uint SingleToUInt32Bits(float value) => *(uint*)&value;

        public static unsafe float Int32BitsToSingle(int value) => *(float*)&value;

        public static unsafe float UInt32BitsToSingle(uint value) => *(float*)&value;
    }

    /// <summary>Copies and fills that the native compiler makes calls of.</summary>
    internal static unsafe class SpanHelpers
    {
        internal static void Memmove(ref byte target, ref byte source, nuint length)
        {
            fixed (byte* to = &target, from = &source)
            {
                Move(to, from, length);
            }
        }

        internal static void ClearWithoutReferences(ref byte target, nuint length) => Fill(ref target, 0, length);

        internal static void Fill(ref byte target, byte value, nuint length)
        {
            fixed (byte* to = &target)
            {
                Set(to, value, length);
            }
        }

        [RuntimeImport("*", "memmove")]
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern void* Move(void* target, void* source, nuint length);

        [RuntimeImport("*", "memset")]
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern void* Set(void* target, int value, nuint length);
    }
}
