using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Numbers whose address never changes: in memory of their own, which begins with a cache line, or constants of an assembly, which are
/// read where they are and cost no memory.
/// </summary>
/// <typeparam name="T">The numbers' type.</typeparam>
internal readonly unsafe struct FixedNumbers<T>
    where T : unmanaged
{
    // Keeps memory of their own alive; null of constants, which live as long as their code.
    private readonly AlignedMemory? _memory;

    private FixedNumbers(AlignedMemory memory, int length)
    {
        _memory = memory;
        First = (T*)_memory.First;
        Length = length;
    }

    private FixedNumbers(ReadOnlySpan<T> constants)
    {
        First = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(constants));
        Length = constants.Length;
    }

    /// <summary>The first number; valid as long as this is kept.</summary>
    public T* First { get; }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    public ReadOnlySpan<T> Span => new(First, Length);

    /// <summary>Zeros in memory of its own, in which as many bytes as a line has can be read behind the last number.</summary>
    /// <param name="length">How many.</param>
    /// <param name="numbers">The numbers, to be filled.</param>
    /// <exception cref="OutOfMemoryException">The system has no such memory.</exception>
    public static FixedNumbers<T> Zeros(int length, out Span<T> numbers)
    {
        var zeros = new FixedNumbers<T>(new AlignedMemory((nuint)length * (nuint)sizeof(T)), length);
        numbers = new Span<T>(zeros.First, length);
        return zeros;
    }

    /// <summary>A copy in memory of its own, with as much behind it.</summary>
    /// <inheritdoc cref="Zeros"/>
    public static FixedNumbers<T> Copy(ReadOnlySpan<T> numbers)
    {
        FixedNumbers<T> copy = Zeros(numbers.Length, out Span<T> target);
        numbers.CopyTo(target);
        return copy;
    }

    /// <summary>Constants, which no garbage collection moves.</summary>
    public static FixedNumbers<T> InPlace(ReadOnlySpan<T> constants) => new(constants);
}
