using System.Buffers.Binary;
using System.Text.Json;

namespace DeepCompression.Aot.Trainer.StateDictionaries;

/// <summary>
/// What a safetensors file says before its values: the length of a text in 8 bytes, and the text, a JSON object that gives each tensor's
/// type, shape and place in what follows. Nothing in it is believed: places that lie outside the file, overlap or leave gaps are refused,
/// as the format demands.
/// </summary>
/// <param name="Entries">The tensors by name.</param>
/// <param name="ByteCount">Its length, from the first byte of the file to the first value.</param>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, SafetensorsEntry> Entries, long ByteCount)
{
    // The limit that the format's own reader has.
    private const int MostText = 100_000_000;
    private const int MostDimensions = 8;
    private const string Metadata = "__metadata__";

    /// <summary>Reads a header, and leaves the stream at the first value.</summary>
    /// <param name="content">The file.</param>
    /// <param name="length">The file's length.</param>
    /// <exception cref="InvalidDataException">It is damaged or hostile; the message goes on from "the header".</exception>
    public static SafetensorsHeader Read(Stream content, long length)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        if (content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
        {
            throw Refused("is cut short: a safetensors file begins with eight bytes of its length");
        }

        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (count > MostText || count > (ulong)(length - start.Length))
        {
            throw Refused($"is said to have {count} bytes, but the file has {length} and {MostText} are the most");
        }

        byte[] text = new byte[count];
        content.ReadExactly(text);
        long byteCount = start.Length + text.Length;
        Dictionary<string, SafetensorsEntry> entries = Parse(text);
        CheckPlaces(entries, length - byteCount);
        return new SafetensorsHeader(entries, byteCount);
    }

    private static Dictionary<string, SafetensorsEntry> Parse(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name != Metadata && !entries.TryAdd(property.Name, ParseEntry(property.Name, property.Value)))
                {
                    throw Refused($"names '{property.Name}' twice");
                }
            }

            return entries;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Whatever is missing or of another kind than it should be.
            throw Refused($"is not what a safetensors file begins with ({error.Message})", error);
        }
    }

    private static SafetensorsEntry ParseEntry(string name, JsonElement entry)
    {
        string typeName = entry.GetProperty("dtype").GetString() ?? "";
        ElementType type = ElementType.Find(typeName) ?? throw Refused($"gives '{name}' elements of type '{typeName}', which is not known");
        JsonElement dimensions = entry.GetProperty("shape");
        JsonElement offsets = entry.GetProperty("data_offsets");
        if (dimensions.GetArrayLength() > MostDimensions || offsets.GetArrayLength() != 2)
        {
            throw Refused($"gives '{name}' {dimensions.GetArrayLength()} dimensions and {offsets.GetArrayLength()} offsets; at most {MostDimensions} and just two are read");
        }

        long[] shape = [.. dimensions.EnumerateArray().Select(dimension => dimension.GetInt64())];
        var result = new SafetensorsEntry(type, shape, offsets[0].GetInt64(), offsets[1].GetInt64());
        Int128 bytes = type.ByteCount;
        foreach (long dimension in shape)
        {
            // A file has fewer bytes than this, and so does every product on the way that is no longer looked at.
            bytes = dimension < 0 ? -1 : Int128.Min(bytes * dimension, long.MaxValue);
            if (bytes < 0)
            {
                throw Refused($"gives '{name}' a dimension of {dimension}");
            }
        }

        return bytes == (Int128)result.End - result.Start
            ? result
            : throw Refused($"gives '{name}' the bytes {result.Start} to {result.End}, but {result.ShapeText} of {type.Name} takes {bytes}");
    }

    /// <summary>The tensors lie side by side, and fill all that follows the header.</summary>
    private static void CheckPlaces(Dictionary<string, SafetensorsEntry> entries, long held)
    {
        long end = 0;
        foreach ((string name, SafetensorsEntry entry) in entries.OrderBy(entry => entry.Value.Start).ThenBy(entry => entry.Value.End))
        {
            if (entry.Start != end)
            {
                throw Refused($"lets '{name}' begin at byte {entry.Start}, where {end} follows: tensors neither overlap nor leave gaps");
            }

            end = entry.End;
        }

        if (end != held)
        {
            throw Refused($"places {end} bytes of values, but {held} follow it");
        }
    }

    /// <summary>Names and texts are those of the file, and so may hold anything.</summary>
    private static InvalidDataException Refused(string problem, Exception? inner = null) => new(TrainerException.InOneLine(problem), inner);
}
