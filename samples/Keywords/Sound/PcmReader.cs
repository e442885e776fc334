using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KeywordsSample.Sound;

/// <summary>The samples of a stream, piece by piece: the data of a WAV file, or all of a raw stream.</summary>
internal sealed class PcmReader
{
    /// <summary>Samples per second that the network was trained on.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Programs that write into a pipe do not know the length; they state one of about 2 or 4 GB.</summary>
    private const uint UnknownLength = 0x7FFF_0000;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _start;
    private readonly bool _knowsLength;
    private long _left;
    private int _startUsed;

    private PcmReader(Stream stream, string name, byte[] start, long? length)
    {
        _stream = stream;
        _name = name;
        _start = start;
        _knowsLength = length is not null;
        _left = length ?? long.MaxValue;
    }

    /// <summary>Opens a WAV file, or a stream that begins like one.</summary>
    /// <param name="stream">Where the bytes come from; it need not seek.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mayBeRaw">Whether a stream of another beginning is samples alone: 16 bits, little-endian, mono, 16 kHz.</param>
    /// <exception cref="SampleException">It is no WAV file, or one of another form of sound.</exception>
    public static PcmReader Open(Stream stream, string name, bool mayBeRaw = false)
    {
        byte[] start = new byte[4];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == start.Length && start.AsSpan().SequenceEqual("RIFF"u8))
        {
            uint bytes = WavHeader.Read(stream, name);
            return new PcmReader(stream, name, [], bytes < UnknownLength ? bytes : null);
        }

        return mayBeRaw
            ? new PcmReader(stream, name, start[..length], length: null)
            : throw new SampleException($"'{name}' is no WAV file: it does not begin with RIFF");
    }

    /// <summary>Fills a piece with samples; fewer at the end of the sound only.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="SampleException">The stream ends in the middle.</exception>
    public int Read(Span<short> samples)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(samples);
        bytes = bytes[..(int)Math.Min(bytes.Length, _left)];
        int read = Math.Min(_start.Length - _startUsed, bytes.Length);
        _start.AsSpan(_startUsed, read).CopyTo(bytes);
        _startUsed += read;
        read += _stream.ReadAtLeast(bytes[read..], bytes.Length - read, throwOnEndOfStream: false);
        _left -= read;
        if (read < bytes.Length && _knowsLength)
        {
            throw new SampleException($"'{_name}' ends {_left} bytes before its sound does; the file is cut off");
        }

        if (read % sizeof(short) != 0)
        {
            throw new SampleException($"'{_name}' ends in the middle of a sample; it is not sound of 16 bits");
        }

        int count = read / sizeof(short);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(samples[..count], samples);
        }

        return count;
    }
}
