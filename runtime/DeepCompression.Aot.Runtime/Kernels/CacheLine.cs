using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>Lines of the caches: scratch memory that vectors are loaded from begins with one, so that a load touches a single one.</summary>
internal static class CacheLine
{
    /// <summary>Floats in a line.</summary>
    public const int Floats = 16;

    /// <summary>The first line's start at or after an address; floats are aligned to their size.</summary>
    public static unsafe float* Align(float* address) =>
        (float*)(((nuint)address + (Floats * sizeof(float)) - 1) & ~(nuint)((Floats * sizeof(float)) - 1));

    /// <summary>
    /// Asks for numbers of four bytes that are needed soon. What a group of rows needs at its end has often left the caches while
    /// weights passed through them, and to wait for it took a twentieth of the time of large layers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(void* address, int count)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < count; i += Floats)
            {
                Sse.Prefetch0((float*)address + i);
            }
        }
    }
}
