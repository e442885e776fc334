using System.Buffers.Binary;
using DeepCompression.Aot.Trainer.Onnx;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Reads the elements of an ONNX tensor, wherever and however the file stores them.</summary>
/// <param name="modelPath">The model's file, for messages.</param>
/// <param name="external">The files beside it.</param>
internal sealed class TensorDecoder(string modelPath, ExternalData external)
{
    /// <summary>The tensor as numbers or integers.</summary>
    /// <exception cref="ImportException">The tensor is of a type that is not read, or its data does not fill its shape.</exception>
    public ConstantTensor Decode(TensorProto tensor) => Elements(tensor).WithLimits(IntegerLimits.Of((DataType)tensor.DataType));

    private ConstantTensor Elements(TensorProto tensor)
    {
        int[] shape = Shape(tensor);
        int count = Count(tensor, shape);
        return (DataType)tensor.DataType switch
        {
            DataType.Float => new(shape, Read(tensor, count, sizeof(float), tensor.FloatData, BinaryPrimitives.ReadSingleLittleEndian)),
            DataType.Float16 => new(shape, Read(tensor, count, sizeof(ushort), tensor.Int32Data.Select(Half16), bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes))),
            DataType.Bfloat16 => new(shape, Read(tensor, count, sizeof(ushort), tensor.Int32Data.Select(Brain16), bytes => Brain16(BinaryPrimitives.ReadUInt16LittleEndian(bytes)))),
            DataType.Double => new(shape, Read(tensor, count, sizeof(double), tensor.DoubleData.Select(value => (float)value), bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes))),
            DataType.Int64 => new(shape, Read(tensor, count, sizeof(long), tensor.Int64Data, BinaryPrimitives.ReadInt64LittleEndian)),
            DataType.Int32 => new(shape, Read(tensor, count, sizeof(int), Widened(tensor), bytes => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes))),
            DataType.Int16 => new(shape, Read(tensor, count, sizeof(short), Widened(tensor), bytes => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes))),
            DataType.Uint16 => new(shape, Read(tensor, count, sizeof(ushort), Widened(tensor), bytes => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes))),
            DataType.Uint32 => new(shape, Read(tensor, count, sizeof(uint), tensor.Uint64Data.Select(value => (long)value), bytes => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes))),
            DataType.Uint64 => new(shape, Read(tensor, count, sizeof(ulong), tensor.Uint64Data.Select(Signed), bytes => Signed(BinaryPrimitives.ReadUInt64LittleEndian(bytes)))),
            DataType.Int8 => new(shape, Read(tensor, count, sizeof(sbyte), Widened(tensor), bytes => (long)(sbyte)bytes[0])),
            DataType.Uint8 or DataType.Bool => new(shape, Read(tensor, count, sizeof(byte), Widened(tensor), bytes => (long)bytes[0])),
            _ => throw Problem(tensor, $"its element type {tensor.DataType} is not read; store float32, float16 or integers"),
        };
    }

    private delegate T ElementReader<T>(ReadOnlySpan<byte> bytes);

    /// <summary>From a field of its type, or from bytes inside or outside the file. Nothing is taken on trust before its length is checked.</summary>
    private T[] Read<T>(TensorProto tensor, int count, int size, IEnumerable<T> typed, ElementReader<T> element)
    {
        bool isExternal = tensor.DataLocation == TensorProto.Types.DataLocation.External;
        if (!isExternal && tensor.RawData.IsEmpty)
        {
            T[] elements = [.. typed];
            return elements.Length == count ? elements : throw Problem(tensor, $"it has {elements.Length} elements, but its shape needs {count}");
        }

        ReadOnlySpan<byte> bytes = isExternal ? external.Read(tensor, (long)count * size) : tensor.RawData.Span;
        if (bytes.Length != (long)count * size)
        {
            throw Problem(tensor, $"it has {bytes.Length} bytes of data, but its shape needs {(long)count * size}");
        }

        var result = new T[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = element(bytes[(i * size)..]);
        }

        return result;
    }

    private int[] Shape(TensorProto tensor)
    {
        foreach (long size in tensor.Dims)
        {
            if (size is < 0 or > int.MaxValue)
            {
                throw Problem(tensor, $"a dimension of {size} is none");
            }
        }

        return [.. tensor.Dims.Select(size => (int)size)];
    }

    private int Count(TensorProto tensor, int[] shape)
    {
        try
        {
            return Dimensions.Count(shape);
        }
        catch (NodeException exception)
        {
            throw Problem(tensor, exception.Message);
        }
    }

    /// <summary>Integers are kept with a sign; what does not fit is none that a network needs.</summary>
    private static long Signed(ulong value) => value <= long.MaxValue ? (long)value : throw new NodeException($"the integer {value} is larger than any that is read");

    private static IEnumerable<long> Widened(TensorProto tensor) => tensor.Int32Data.Select(value => (long)value);

    private static float Half16(int bits) => (float)BitConverter.UInt16BitsToHalf((ushort)bits);

    /// <summary>A bfloat16 number is the upper half of a single.</summary>
    private static float Brain16(int bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private ImportException Problem(TensorProto tensor, string problem) => new($"{modelPath}: tensor '{tensor.Name}': {problem}");
}
