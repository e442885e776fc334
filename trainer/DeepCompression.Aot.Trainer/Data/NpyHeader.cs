using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// What a NumPy file says before its values: <c>\x93NUMPY</c>, the version (1, 2 or 3), the length of a text, and the text, a Python
/// dictionary of the element type, the order and the shape.
/// </summary>
/// <param name="Type">The element type, such as <c>&lt;f4</c>: byte order, kind, bytes.</param>
/// <param name="IsFortranOrder">Whether the first dimension varies fastest.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="ByteCount">Its length, from the first byte of the file to the first value.</param>
internal sealed partial record NpyHeader(string Type, bool IsFortranOrder, int[] Shape, int ByteCount)
{
    // Longer texts describe records of many fields, which are no samples.
    private const int MostText = 1 << 16;
    private const int MostDimensions = 8;

    /// <summary>The bytes that every NumPy file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header, and leaves the stream at the first value.</summary>
    /// <param name="content">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged or of a kind that is not read; the message goes on from "the header".</exception>
    public static NpyHeader Read(Stream content)
    {
        Span<byte> start = stackalloc byte[Magic.Length + 2];
        Fill(content, start);
        if (!start.StartsWith(Magic))
        {
            throw new InvalidDataException("does not begin as that of a NumPy file");
        }

        byte version = start[Magic.Length];
        if (version is < 1 or > 3)
        {
            throw new InvalidDataException($"has version {version}; 1 to 3 are read");
        }

        Span<byte> length = stackalloc byte[version == 1 ? sizeof(ushort) : sizeof(uint)];
        Fill(content, length);
        uint count = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > MostText)
        {
            throw new InvalidDataException($"is {count} bytes long, more than {MostText}");
        }

        byte[] text = new byte[count];
        Fill(content, text);
        return Parse(version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text), start.Length + length.Length + text.Length);
    }

    private static NpyHeader Parse(string text, int byteCount)
    {
        Match type = TypePattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new InvalidDataException("does not state the type of its elements, their order and their shape; arrays of records are not read");
        }

        string[] dimensions = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (dimensions.Length > MostDimensions)
        {
            throw new InvalidDataException($"has {dimensions.Length} dimensions, more than {MostDimensions}");
        }

        return new NpyHeader(type.Groups[1].Value, order.Groups[1].Value == "True", [.. dimensions.Select(Dimension)], byteCount);
    }

    private static int Dimension(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int dimension)
        ? dimension
        : throw new InvalidDataException($"has a dimension of {text}, more than any array that can be read");

    private static void Fill(Stream content, Span<byte> bytes)
    {
        if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("is cut short");
        }
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([<>|=][A-Za-z]\d{1,4})['"]""", RegexOptions.CultureInvariant)]
    private static partial Regex TypePattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""", RegexOptions.CultureInvariant)]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([\d,\s]*)\)""", RegexOptions.CultureInvariant)]
    private static partial Regex ShapePattern();
}
