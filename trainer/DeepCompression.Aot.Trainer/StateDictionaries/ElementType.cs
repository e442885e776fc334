using System.Buffers.Binary;

namespace DeepCompression.Aot.Trainer.StateDictionaries;

/// <summary>Reads one number from its bytes, in the order that the lowest comes first.</summary>
internal delegate float ElementReader(ReadOnlySpan<byte> bytes);

/// <summary>A type of elements that a safetensors file may name.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="ByteCount">The bytes of an element.</param>
/// <param name="Read">Reads an element, rounded to single precision; null for types that no weight has.</param>
internal sealed record ElementType(string Name, int ByteCount, ElementReader? Read = null)
{
    private static readonly ElementType[] Known =
    [
        new("F32", sizeof(float), BinaryPrimitives.ReadSingleLittleEndian),
        new("F64", sizeof(double), bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        new("F16", sizeof(ushort), bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes)),

        // The upper half of a single-precision number.
        new("BF16", sizeof(ushort), bytes => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16)),
        new("BOOL", 1), new("U8", 1), new("I8", 1), new("F8_E4M3", 1), new("F8_E5M2", 1),
        new("U16", 2), new("I16", 2), new("U32", 4), new("I32", 4), new("U64", 8), new("I64", 8),
    ];

    /// <summary>The type of that name, or null.</summary>
    public static ElementType? Find(string name) => Array.Find(Known, type => type.Name == name);
}
