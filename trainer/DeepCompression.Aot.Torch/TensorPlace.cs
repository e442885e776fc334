using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch;

/// <summary>Where a session's tensors are, and how they come there and back.</summary>
/// <param name="Device">The device that computes.</param>
/// <param name="Precision">The type of all that is differentiated.</param>
internal sealed record TensorPlace(Device Device, ScalarType Precision)
{
    /// <summary>A tensor of these numbers.</summary>
    public Tensor Load(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Load(MemoryMarshal.AsBytes(values), ScalarType.Float32, shape).to(Precision, Device);

    /// <summary>A vector of numbers of elements, or of classes.</summary>
    public Tensor LoadIndices(ReadOnlySpan<long> values) =>
        Load(MemoryMarshal.AsBytes(values), ScalarType.Int64, [values.Length]).to(Device);

    /// <summary>A tensor of choices.</summary>
    public Tensor LoadMask(ReadOnlySpan<bool> values, params ReadOnlySpan<long> shape) =>
        Load(MemoryMarshal.AsBytes(values), ScalarType.Bool, shape).to(Device);

    /// <summary>Brings a tensor's numbers back.</summary>
    public static void Fetch(Tensor tensor, Span<float> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor host = tensor.detach().to(ScalarType.Float32, CPU).contiguous();
        MemoryMarshal.Cast<byte, float>(host.bytes).CopyTo(values);
    }

    private static Tensor Load(ReadOnlySpan<byte> bytes, ScalarType type, ReadOnlySpan<long> shape)
    {
        Tensor host = empty(shape, dtype: type);
        bytes.CopyTo(host.bytes);
        return host;
    }
}
