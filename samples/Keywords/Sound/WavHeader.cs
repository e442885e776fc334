using System.Buffers.Binary;

namespace KeywordsSample.Sound;

/// <summary>
/// What stands before the samples of a WAV file: RIFF, the file's length, WAVE, then chunks of a name, a length and as many bytes, of which
/// <c>fmt </c> says how the sound is stored and <c>data</c> is it.
/// </summary>
internal static class WavHeader
{
    private const int Pcm = 1;
    private const int Extensible = 0xFFFE;
    private const int FormatLength = 16;

    /// <summary>An extensible format repeats the kind of sound here, as the first two bytes of an identifier.</summary>
    private const int SubformatOffset = 24;

    private const int ExtensibleLength = 40;

    /// <summary>Reads behind RIFF up to the first sample.</summary>
    /// <returns>The length of the samples in bytes, as the file states it.</returns>
    /// <exception cref="SampleException">The header is damaged, or the sound is not 16-bit PCM, mono, 16 kHz.</exception>
    public static uint Read(Stream stream, string name)
    {
        Span<byte> buffer = stackalloc byte[8];
        ReadExactly(stream, buffer, name);
        if (!buffer[4..].SequenceEqual("WAVE"u8))
        {
            throw new SampleException($"'{name}' is a RIFF file, but holds no WAVE");
        }

        bool hasFormat = false;
        while (true)
        {
            ReadExactly(stream, buffer, name);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(buffer[4..]);
            if (buffer[..4].SequenceEqual("data"u8))
            {
                return hasFormat ? CheckLength(length, name) : throw new SampleException($"'{name}' does not say how its sound is stored: data come before 'fmt '");
            }

            if (buffer[..4].SequenceEqual("fmt "u8))
            {
                length -= ReadFormat(stream, length, name);
                hasFormat = true;
            }

            Skip(stream, (long)length + (length % 2), name);
        }
    }

    private static uint CheckLength(uint length, string name) => length switch
    {
        0 => throw new SampleException($"'{name}' says that it holds no sound; recorders that were interrupted leave such files"),
        _ when length % sizeof(short) != 0 => throw new SampleException($"'{name}' holds {length} bytes of sound, which are no whole samples of 16 bits"),
        _ => length,
    };

    /// <summary>Checks the format and returns how many of the chunk's bytes it read.</summary>
    private static uint ReadFormat(Stream stream, uint length, string name)
    {
        if (length < FormatLength)
        {
            throw new SampleException($"'{name}' has a 'fmt ' of {length} bytes, where at least {FormatLength} belong");
        }

        Span<byte> format = stackalloc byte[ExtensibleLength];
        format = format[..(int)Math.Min(length, ExtensibleLength)];
        ReadExactly(stream, format, name);
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(format);
        if (kind == Extensible && format.Length == ExtensibleLength)
        {
            kind = BinaryPrimitives.ReadUInt16LittleEndian(format[SubformatOffset..]);
        }

        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if ((kind, channels, rate, bits) != (Pcm, 1, PcmReader.SampleRate, 16))
        {
            string sound = kind == Pcm ? $"{bits}-bit PCM" : $"sound of kind {kind}";
            throw new SampleException(
                $"'{name}' holds {sound}, {channels} channel(s), {rate} Hz; the network hears 16-bit PCM, 1 channel, {PcmReader.SampleRate} Hz. Convert it: ffmpeg -i IN -ac 1 -ar 16000 -c:a pcm_s16le OUT.wav");
        }

        return (uint)format.Length;
    }

    private static void Skip(Stream stream, long length, string name)
    {
        Span<byte> buffer = stackalloc byte[512];
        for (; length > 0; length -= Math.Min(length, buffer.Length))
        {
            ReadExactly(stream, buffer[..(int)Math.Min(length, buffer.Length)], name);
        }
    }

    private static void ReadExactly(Stream stream, Span<byte> buffer, string name)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new SampleException($"'{name}' ends before its sound begins");
        }
    }
}
