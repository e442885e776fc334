using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Memory that begins with a cache line and never moves, so that a vector load of it touches a single line. Much of it comes in pages of
/// 2 MiB where Linux gives them to those who ask, which is the default of its distributions: of pages of 4 KiB a processor remembers
/// the places of fewer than the weights of a large layer fill, which costs a tenth of the time of reading them.
/// </summary>
internal sealed unsafe class AlignedMemory
{
    private const int LineBytes = 64;
    private const int LargePageBytes = 2 << 20;

    /// <summary>Linux's MADV_HUGEPAGE.</summary>
    private const int AdviseLargePages = 14;

    private static long _nativeBytes;

    // Keeps the memory alive; null where it is not the garbage collector's.
    private readonly byte[]? _array;
    private readonly nuint _nativeLength;

    /// <summary>Zeros, behind which as many bytes as a line has can be read.</summary>
    /// <param name="length">Bytes.</param>
    /// <exception cref="OutOfMemoryException">The system has no such memory.</exception>
    public AlignedMemory(nuint length)
    {
        length += LineBytes;
        if (length < LargePageBytes / 2)
        {
            _array = GC.AllocateArray<byte>((int)length + LineBytes, pinned: true);
            nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
            First = (void*)((address + LineBytes - 1) / LineBytes * LineBytes);
            GC.SuppressFinalize(this);
            return;
        }

        // The last large page is at least half full; less is left to small ones.
        nuint inLargePages = (length + (LargePageBytes / 2)) / LargePageBytes * LargePageBytes;
        _nativeLength = Math.Max(length, inLargePages);
        First = NativeMemory.AlignedAlloc(_nativeLength, LargePageBytes);
        GC.AddMemoryPressure((long)_nativeLength);
        Interlocked.Add(ref _nativeBytes, (long)_nativeLength);
        if (OperatingSystem.IsLinux())
        {
            // A wish: if it is refused, pages are small.
            _ = Advise(First, inLargePages, AdviseLargePages);
        }

        NativeMemory.Clear(First, length);
    }

    /// <summary>Gives back what is not the garbage collector's.</summary>
    ~AlignedMemory()
    {
        // Without memory the constructor has thrown.
        if (First is not null)
        {
            NativeMemory.AlignedFree(First);
            GC.RemoveMemoryPressure((long)_nativeLength);
            Interlocked.Add(ref _nativeBytes, -(long)_nativeLength);
        }
    }

    /// <summary>Bytes in use that the garbage collector does not count, for reports of what weights take.</summary>
    public static long NativeBytes => Interlocked.Read(ref _nativeBytes);

    /// <summary>The first byte; valid as long as this object lives.</summary>
    public void* First { get; }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(void* address, nuint length, int advice);
}
