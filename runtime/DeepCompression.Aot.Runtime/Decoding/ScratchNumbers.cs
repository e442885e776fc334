using System.Buffers;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Numbers that are needed only while a layer is unpacked, in memory that goes back to the system as soon as they are disposed of.</summary>
/// <remarks>The garbage collector would keep room for the largest layer of a network in its heap.</remarks>
/// <typeparam name="T">The numbers' type.</typeparam>
internal sealed unsafe class ScratchNumbers<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly int _length;
    private T* _first;

    /// <summary>Takes memory, in which there may be anything.</summary>
    /// <param name="length">Numbers.</param>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public ScratchNumbers(int length)
    {
        _length = length;
        _first = (T*)NativeMemory.Alloc((nuint)length, (nuint)sizeof(T));
    }

    /// <inheritdoc/>
    public override Span<T> GetSpan() => new(_first, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_first);
        _first = null;
    }
}
