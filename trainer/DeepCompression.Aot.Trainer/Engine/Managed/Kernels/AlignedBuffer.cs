namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// Zeroed floats that start on a cache line and never move. As long as the buffer is referenced its pointer is valid; kernels may
/// read, and not use, up to <see cref="Slack"/> floats beyond the end.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Floats that may be read beyond the end.</summary>
    public const int Slack = 16;

    private const int CacheLine = 64;
    private readonly float[] _memory;
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<float>(checked(length + Slack + (CacheLine / sizeof(float))), pinned: true);
        fixed (float* memory = _memory)
        {
            _start = (int)((CacheLine - ((nuint)memory % CacheLine)) % CacheLine / sizeof(float));
            Pointer = memory + _start;
        }
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => _memory.AsSpan(_start, Length);

    /// <summary>The given buffer if it is long enough, otherwise a new, zeroed one.</summary>
    /// <exception cref="ArgumentException">The length is beyond what a buffer can hold.</exception>
    public static AlignedBuffer Ensure(AlignedBuffer? buffer, long length)
    {
        const int Longest = int.MaxValue / 2;
        if (length > Longest)
        {
            throw new ArgumentException($"A batch of this size needs {length} numbers in one piece, more than {Longest}; use smaller batches.");
        }

        return buffer is not null && buffer.Length >= length ? buffer : new AlignedBuffer((int)length);
    }
}
