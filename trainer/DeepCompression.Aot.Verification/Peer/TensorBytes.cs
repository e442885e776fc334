using System.Numerics;
using System.Runtime.InteropServices;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Verification.Peer;

/// <summary>Numbers in single precision as the elements of any type, and back.</summary>
internal static class TensorBytes
{
    /// <summary>Stands for a file in messages.</summary>
    private const string Source = "ONNX Runtime";

    /// <summary>The numbers as elements of a type: the nearest that it has.</summary>
    public static byte[] Of(DataType type, float[] values) => type switch
    {
        DataType.Float => As<float>(values),
        DataType.Double => As<double>(values),
        DataType.Float16 => As<Half>(values),
        // The upper half of a single.
        DataType.Bfloat16 => Bytes(Array.ConvertAll(values, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16))),
        DataType.Int8 => As<sbyte>(values),
        DataType.Uint8 or DataType.Bool => As<byte>(values),
        DataType.Int16 => As<short>(values),
        DataType.Uint16 => As<ushort>(values),
        DataType.Int32 => As<int>(values),
        DataType.Uint32 => As<uint>(values),
        DataType.Int64 => As<long>(values),
        DataType.Uint64 => As<ulong>(values),
        _ => throw new ImportException($"elements of type {type} are no numbers"),
    };

    /// <summary>What ONNX Runtime computed, as numbers.</summary>
    /// <exception cref="ImportException">Its elements are of a type that is not read.</exception>
    public static float[] Numbers(OnnxTensor tensor) => new TensorDecoder(Source, new ExternalData(Source)).Decode(new TensorProto
    {
        Name = tensor.Name,
        DataType = tensor.ElementType,
        Dims = { tensor.Shape },
        RawData = UnsafeByteOperations.UnsafeWrap(tensor.Data),
    }).Numbers;

    private static byte[] As<T>(float[] values)
        where T : unmanaged, INumberBase<T> => Bytes(Array.ConvertAll(values, T.CreateSaturating));

    private static byte[] Bytes<T>(T[] elements)
        where T : unmanaged => MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
}
