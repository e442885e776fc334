using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>
/// Puts files together bit by bit, with the right checksum around whatever is wrong inside. Bits are texts of zeros and ones; spaces
/// are for the reader. The parts it offers make a sound file: the worked example of FORMAT.md, a linear layer of four inputs and two
/// outputs.
/// </summary>
internal static class Forge
{
    /// <summary>One input of four elements; one linear layer with two outputs and a bias; its value is the output.</summary>
    public static string SoundGraph => $"{VectorInput} {Number(1)} {Operator(OperatorKind.Linear)} {Number(2)} 1 {LastValue}";

    /// <summary>One input of four elements.</summary>
    public static string VectorInput => $"{Number(1)} {Number(1)} {Number(4)}";

    /// <summary>The last value is the output.</summary>
    public static string LastValue => "1";

    /// <summary>The bias ¼, −2 in half precision.</summary>
    public static string SoundBias => $"00 01 {Half(0x3400)} {Half(0xC000)}";

    /// <summary>Neither names nor activation scales nor an input contract nor provenance.</summary>
    public static string NoDescriptions => "0000";

    /// <summary>Classes 0, 1 and 3 of gaps have two bits, two and one; 2 does not occur. Both indices have one bit.</summary>
    public static string SoundTables => $"{Number(4)} {GapTable} {IndexTable}";

    /// <summary>Four classes of gaps.</summary>
    public static string GapTable => "1 1 00100 011";

    /// <summary>Both indices have one bit.</summary>
    public static string IndexTable => "1 1";

    /// <summary>A file of the parts at hand; the sound ones stand in for those that are not given.</summary>
    public static byte[] File(string? graph = null, string? weight = null, string? bias = null, string? descriptions = null) =>
        Envelope(Artifact.Version, $"{graph ?? SoundGraph} {weight ?? Weight()} {bias ?? SoundBias} {descriptions ?? NoDescriptions}");

    /// <summary>Magic, version, whatever is given, and the checksum over it.</summary>
    public static byte[] Envelope(byte version, string content)
    {
        byte[] body = [.. Artifact.Magic, version, .. Bytes(content)];
        uint checksum = Crc32.Compute(body);
        return [.. body, (byte)checksum, (byte)(checksum >> 8), (byte)(checksum >> 16), (byte)(checksum >> 24)];
    }

    /// <summary>The sound coded tensor, two rows, 0 1 0 0 and 0 0 −½ 1, of which a part can be replaced.</summary>
    /// <param name="form">The stored form.</param>
    /// <param name="weightCount">How many weights there are.</param>
    /// <param name="codebook">Count, format and centroids.</param>
    /// <param name="columns">The live columns.</param>
    /// <param name="code">What the codes need: resolution and code lengths, or the bits of a gap.</param>
    /// <param name="stream">The coded weights.</param>
    public static string Weight(
        string form = "10", int weightCount = 3, string? codebook = null, string columns = "0", string? code = null, string? stream = null) =>
        $"{form} {Number(weightCount)} {codebook ?? Codebook(0xB800, 0x3C00)} {columns} {code ?? $"00 {SoundTables}"} {stream ?? "11 1  0 00 0  10 1"}";

    /// <summary>Centroids in half precision.</summary>
    public static string Codebook(params ushort[] centroids) => $"{Number(centroids.Length)} 01 {string.Concat(centroids.Select(Half))}";

    /// <summary>An operator that reads the value before its own.</summary>
    public static string Operator(OperatorKind kind) => $"{Kind((uint)kind)} 1";

    /// <summary>An operator that reads a value by its number.</summary>
    public static string Operator(OperatorKind kind, int input) => $"{Kind((uint)kind)} 0 {Number(input)}";

    /// <summary>An integer as an Exp-Golomb number.</summary>
    public static string Number(int value, int order = 0) => Written(writer => writer.WriteNumber(value, order));

    /// <summary>A signed integer.</summary>
    public static string Signed(int value) => Written(writer => writer.WriteSigned(value));

    /// <summary>A text.</summary>
    public static string Text(string text) => Written(writer => writer.WriteText(text));

    /// <summary>A half-precision number by its bits.</summary>
    public static string Half(ushort bits) => Bits(bits, 16);

    /// <summary>A single-precision number.</summary>
    public static string Single(float value) => Written(writer => writer.WriteSingle(value));

    /// <summary>The low bits of a value.</summary>
    public static string Bits(uint value, int count) => Written(writer => writer.Write(value, count));

    /// <summary>The bits of a kind, behind the escape where it has more than a tag holds.</summary>
    public static string Kind(uint kind) => kind < OperatorKinds.FirstExtended
        ? Bits(kind, OperatorKinds.TagBits)
        : $"{Bits(OperatorKinds.Escape, OperatorKinds.TagBits)} {Bits(kind - OperatorKinds.FirstExtended, OperatorKinds.ExtendedBits)}";

    /// <summary>What is written, bit by bit.</summary>
    private static string Written(Action<BitWriter> write)
    {
        var writer = new BitWriter();
        write(writer);
        IEnumerable<char> bits = writer.ToArray().SelectMany(value => Convert.ToString(value, 2).PadLeft(8, '0'));
        return string.Concat(bits.Take((int)writer.BitCount));
    }

    /// <summary>Zeros and ones as bytes, the first bit the most significant.</summary>
    private static byte[] Bytes(string bits)
    {
        var writer = new BitWriter();
        foreach (char bit in bits.Where(character => character != ' '))
        {
            writer.Write(bit == '1' ? 1u : 0u, 1);
        }

        return writer.ToArray();
    }
}
