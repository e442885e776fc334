using System.Buffers.Binary;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Reads a NumPy array of numbers, in either byte order and either order of its elements. Its length is checked against what the file
/// holds before memory is taken.
/// </summary>
internal static class NpyReader
{
    private const string Remedy = "Save the array again, as float32 or uint8.";

    private delegate float ElementReader(ReadOnlySpan<byte> bytes);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It is missing, unreadable, damaged, or of a type that is not read.</exception>
    public static SampleArray Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(path, file, file.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, "opening or reading", error.Message, "Check that the file exists and may be read.", error);
        }
    }

    /// <summary>Reads an array wherever it lies.</summary>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="content">The array, from its first byte on.</param>
    /// <param name="length">Its length in bytes, header and all; reading more or fewer is an error.</param>
    /// <exception cref="DataException">It is damaged, or of a type that is not read.</exception>
    public static SampleArray Read(string name, Stream content, long length)
    {
        NpyHeader header;
        try
        {
            header = NpyHeader.Read(content);
        }
        catch (InvalidDataException error)
        {
            throw new DataException(name, "header", $"it {error.Message}.", Remedy, error);
        }

        int size = ElementSize(name, header.Type);
        int count = SampleArray.Count(header.Shape.Select(dimension => (long)dimension))
            ?? throw new DataException(name, "header", $"it declares more than {SampleArray.MostValues} values.", "Use fewer samples.");
        long held = length - header.ByteCount;
        if (held != (long)count * size)
        {
            throw new DataException(name, "header", $"it declares {(long)count * size} bytes of values, but {held} follow.", Remedy);
        }

        if (held > Array.MaxLength)
        {
            throw new DataException(name, "header", $"it declares {held} bytes of values, more than {Array.MaxLength}.", "Use fewer samples, or a smaller type.");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)held);
        try
        {
            content.ReadExactly(bytes);
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new DataException(name, "values", $"they cannot be read ({error.Message})", Remedy, error);
        }

        return Convert(header, bytes, size);
    }

    private static SampleArray Convert(NpyHeader header, byte[] bytes, int size)
    {
        int[] places = header.IsFortranOrder && header.Shape.Length > 1 ? RowMajorPlaces(header.Shape) : [];
        if (header.Type[1..] is "u1" or "b1")
        {
            return new SampleArray(header.Shape, places.Length == 0 ? bytes : [.. places.Select(place => bytes[place])]);
        }

        ElementReader read = Reader(header.Type)!;
        var numbers = new float[bytes.Length / size];
        for (int i = 0; i < numbers.Length; i++)
        {
            int place = places.Length == 0 ? i : places[i];
            numbers[i] = read(bytes.AsSpan(place * size, size));
        }

        return new SampleArray(header.Shape, numbers);
    }

    /// <summary>For each element in row-major order, its place where the first dimension varies fastest.</summary>
    private static int[] RowMajorPlaces(int[] shape)
    {
        var steps = new int[shape.Length];
        int count = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            steps[axis] = count;
            count *= shape[axis];
        }

        var places = new int[count];
        for (int i = 0; i < count; i++)
        {
            int rest = i;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                (rest, int index) = Math.DivRem(rest, shape[axis]);
                places[i] += index * steps[axis];
            }
        }

        return places;
    }

    private static int ElementSize(string name, string type) => type[1..] is "u1" or "b1" || Reader(type) is not null
        ? type[^1] - '0'
        : throw new DataException(
            name, "header", $"its elements are of type {type}; floats of 16, 32 and 64 bits and integers of 8 to 64 bits are read.", Remedy);

    private static ElementReader? Reader(string type)
    {
        bool isBig = type[0] == '>';
        return type[1..] switch
        {
            "f2" => isBig ? bytes => (float)BinaryPrimitives.ReadHalfBigEndian(bytes) : bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            "f4" => isBig ? BinaryPrimitives.ReadSingleBigEndian : BinaryPrimitives.ReadSingleLittleEndian,
            "f8" => isBig ? bytes => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes) : bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            "i1" => bytes => (sbyte)bytes[0],
            "i2" => isBig ? bytes => BinaryPrimitives.ReadInt16BigEndian(bytes) : bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            "i4" => isBig ? bytes => BinaryPrimitives.ReadInt32BigEndian(bytes) : bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            "i8" => isBig ? bytes => BinaryPrimitives.ReadInt64BigEndian(bytes) : bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            "u2" => isBig ? bytes => BinaryPrimitives.ReadUInt16BigEndian(bytes) : bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            "u4" => isBig ? bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes) : bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            "u8" => isBig ? bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes) : bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => null,
        };
    }
}
