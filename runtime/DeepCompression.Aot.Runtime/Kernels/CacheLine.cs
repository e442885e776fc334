namespace DeepCompression.Aot.Runtime;

/// <summary>Scratch memory that vectors are loaded from begins with a cache line, so that a load touches a single one.</summary>
internal static class CacheLine
{
    /// <summary>Floats in a line.</summary>
    public const int Floats = 16;

    /// <summary>The first line's start at or after an address; floats are aligned to their size.</summary>
    public static unsafe float* Align(float* address) =>
        (float*)(((nuint)address + (Floats * sizeof(float)) - 1) & ~(nuint)((Floats * sizeof(float)) - 1));
}
