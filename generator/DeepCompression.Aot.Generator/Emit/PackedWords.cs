namespace DeepCompression.Aot.Generator.Emit;

/// <summary>A stream as the runtime's decoder takes it.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class PackedWords
{
    /// <summary>Bytes as big-endian words: the first byte is the most significant, the last word filled up with zeros.</summary>
    public static ulong[] Of(ReadOnlySpan<byte> bytes)
    {
        var words = new ulong[(bytes.Length + 7) / 8];
        for (int i = 0; i < 8 * words.Length; i++)
        {
            words[i / 8] = (words[i / 8] << 8) | (i < bytes.Length ? bytes[i] : 0u);
        }

        return words;
    }
}
