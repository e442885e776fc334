using FsCheck.Fluent;
using KeywordsSample.Sound;

namespace DeepCompression.Aot.Tests.Samples.Keywords;

public sealed class PcmReaderTests
{
    private static readonly short[] Samples = [1, -2, 300, short.MinValue, short.MaxValue];

    [Fact]
    public void Whatever_chunks_stand_before_them_and_however_they_are_asked_for_the_samples_are_those_of_the_file()
    {
        Prop.ForAll<short[], byte[], byte>((more, other, piece) =>
        {
            short[] samples = [0, .. more];
            byte[] note = WavBytes.Chunk("note", other);
            byte[] file = WavBytes.File(note, WavBytes.Format(), note, WavBytes.Chunk("data", WavBytes.ToBytes(samples)), note);
            return samples.AsSpan().SequenceEqual(ReadAll(file, piece + 1));
        }).Require();
    }

    [Fact]
    public void Raw_samples_are_read_where_they_are_expected()
    {
        Prop.ForAll<short[], byte>((more, piece) =>
        {
            // So they are no beginning of a WAV file.
            short[] samples = [0, .. more];
            return samples.AsSpan().SequenceEqual(ReadAll(WavBytes.ToBytes(samples), piece + 1, mayBeRaw: true));
        }).Require();
    }

    [Fact]
    public void Damaged_files_are_errors_of_the_file_and_nothing_else()
    {
        byte[] file = WavBytes.File(WavBytes.Format(), WavBytes.Chunk("note", [1, 2, 3]), WavBytes.Chunk("data", WavBytes.ToBytes(Samples)));
        Prop.ForAll<int, byte, int>((place, value, cut) =>
        {
            byte[] damaged = [.. file];
            damaged[(int)((uint)place % file.Length)] = value;
            damaged = damaged[..^(int)((uint)cut % (file.Length / 2))];
            try
            {
                return ReadAll(damaged, 3).Length <= Samples.Length + 2;
            }
            catch (SampleException e)
            {
                return e.Message.Contains("'x.wav'", StringComparison.Ordinal);
            }
        }).Require();
    }

    [Fact]
    public void Any_cut_is_told()
    {
        byte[] file = WavBytes.Of(Samples);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<SampleException>(() => ReadAll(file[..length], 3));
        }

        Assert.Equal(Samples, ReadAll(file, 3));
    }

    [Fact]
    public void Headers_of_unknown_length_mean_all_that_follows()
    {
        foreach (uint length in (uint[])[0x7FFF_F000, 0x8000_0000, uint.MaxValue - 1])
        {
            byte[] file = WavBytes.File(WavBytes.Format(), [.. "data"u8, .. WavBytes.Number(length), .. WavBytes.ToBytes(Samples)]);
            Assert.Equal(Samples, ReadAll(file, 2));
        }
    }

    [Fact]
    public void An_extensible_header_of_the_same_sound_is_read()
    {
        byte[] format = WavBytes.Format(0xFFFE, 1, 16_000, 16, [22, 0, 16, 0, 4, 0, 0, 0, 1, 0, .. new byte[14]]);
        Assert.Equal(Samples, ReadAll(WavBytes.File(format, WavBytes.Chunk("data", WavBytes.ToBytes(Samples))), 4));
    }

    [Theory]
    [InlineData(1, 2, 16_000, 16, "2 channel(s)")]
    [InlineData(1, 1, 44_100, 16, "44100 Hz")]
    [InlineData(1, 1, 16_000, 8, "8-bit PCM")]
    [InlineData(3, 1, 16_000, 32, "sound of kind 3")]
    [InlineData(0xFFFE, 1, 16_000, 16, "sound of kind 65534")]
    public void Sound_of_another_form_is_refused_with_the_command_that_converts_it(ushort kind, ushort channels, uint rate, ushort bits, string found)
    {
        byte[] file = WavBytes.File(WavBytes.Format(kind, channels, rate, bits), WavBytes.Chunk("data", WavBytes.ToBytes(Samples)));

        SampleException error = Assert.Throws<SampleException>(() => ReadAll(file, 3));

        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains("ffmpeg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_sound_is_refused_by_what_it_lacks()
    {
        AssertRefused([.. "OggS"u8], "does not begin with RIFF");
        AssertRefused([.. "RIFF\0\0\0\0AVI "u8], "holds no WAVE");
        AssertRefused(WavBytes.File(WavBytes.Chunk("data", [0, 0])), "before 'fmt '");
        AssertRefused(WavBytes.File(WavBytes.Chunk("fmt ", [1, 0])), "'fmt ' of 2 bytes");
        AssertRefused(WavBytes.File(WavBytes.Format(), WavBytes.Chunk("data", [])), "holds no sound");
        AssertRefused(WavBytes.File(WavBytes.Format(), WavBytes.Chunk("data", [1, 2, 3])), "no whole samples");
        AssertRefused(WavBytes.File(WavBytes.Format()), "ends before its sound begins");
    }

    private static void AssertRefused(byte[] file, string reason)
    {
        SampleException error = Assert.Throws<SampleException>(() => ReadAll(file, 3));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static short[] ReadAll(byte[] file, int piece, bool mayBeRaw = false)
    {
        using var stream = new MemoryStream(file);
        PcmReader reader = PcmReader.Open(stream, "x.wav", mayBeRaw);
        var all = new List<short>();
        short[] buffer = new short[piece];
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            all.AddRange(buffer[..read]);
        }

        return [.. all];
    }
}
