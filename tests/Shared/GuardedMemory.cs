using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Tests;

/// <summary>
/// A buffer between two pages that must not be touched: a read or write one element outside it ends the process. It sits against the
/// page after it or, on request, against the one before.
/// </summary>
internal sealed unsafe partial class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private readonly nint _map;
    private readonly nuint _mapLength;
    private readonly T* _first;
    private readonly int _length;

    public GuardedMemory(int length, bool atStart = false)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint bytes = (nuint)length * (nuint)sizeof(T);
        nuint inner = (bytes + page - 1) / page * page;
        _mapLength = inner + (2 * page);
        _map = Posix.Map(0, _mapLength, Posix.ReadWrite, Posix.PrivateAnonymous, -1, 0);
        if (_map == -1
            || Posix.Protect(_map, page, Posix.NoAccess) != 0
            || Posix.Protect(_map + (nint)(page + inner), page, Posix.NoAccess) != 0)
        {
            throw new InvalidOperationException("Guarded memory is not to be had.");
        }

        _first = (T*)(_map + (nint)(atStart ? page : page + inner - bytes));
        _length = length;
    }

    public GuardedMemory(ReadOnlySpan<T> content, bool atStart = false)
        : this(content.Length, atStart) => content.CopyTo(Span);

    public Span<T> Span => new(_first, _length);

    public void Dispose() => _ = Posix.Unmap(_map, _mapLength);
}

/// <summary>The memory calls of Linux.</summary>
internal static partial class Posix
{
    public const int NoAccess = 0;
    public const int ReadWrite = 3;
    public const int PrivateAnonymous = 0x22;
    public const int LargePages = 14;

    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    public static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint length);
}
