using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Turns raw bytes, such as pixels, into what a network expects.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Normalization
{
    /// <summary>output[i] = raw[i] · scale + offset; the product is rounded, then the sum.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="output">Receives as many numbers.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Apply(ReadOnlySpan<byte> raw, Span<float> output, float scale, float offset)
    {
        ThrowHelper.RequireLength(nameof(output), raw.Length, output.Length);
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= raw.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(raw[i..]));
                Store(low, output[i..], scale, offset);
                Store(high, output[(i + Vector128<ushort>.Count)..], scale, offset);
            }
        }

        for (; i < raw.Length; i++)
        {
            output[i] = (raw[i] * scale) + offset;
        }
    }

    /// <summary>Turns each channel of raw bytes that lie channel by channel, or element by element with the channels together.</summary>
    /// <param name="raw">The bytes: as many for each channel.</param>
    /// <param name="output">Receives as many numbers in the same order.</param>
    /// <param name="scales">The factor of each channel.</param>
    /// <param name="offsets">What is added, for each channel.</param>
    /// <param name="channelsLast">Whether the channels of an element lie together.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the channels do not divide them.</exception>
    public static void Apply(
        ReadOnlySpan<byte> raw, Span<float> output, ReadOnlySpan<float> scales, ReadOnlySpan<float> offsets, bool channelsLast)
    {
        ThrowHelper.RequireLength(nameof(output), raw.Length, output.Length);
        ThrowHelper.RequireLength(nameof(offsets), scales.Length, offsets.Length);
        int plane = raw.Length / scales.Length;
        ThrowHelper.RequireLength(nameof(raw), plane * scales.Length, raw.Length);
        if (!channelsLast)
        {
            for (int channel = 0; channel < scales.Length; channel++)
            {
                Apply(raw.Slice(channel * plane, plane), output.Slice(channel * plane, plane), scales[channel], offsets[channel]);
            }

            return;
        }

        for (int i = 0; i < raw.Length; i++)
        {
            int channel = i % scales.Length;
            output[i] = (raw[i] * scales[channel]) + offsets[channel];
        }
    }

    private static void Store(Vector128<ushort> eight, Span<float> output, float scale, float offset)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(eight);
        Store(low, output, scale, offset);
        Store(high, output[Vector128<uint>.Count..], scale, offset);
    }

    private static void Store(Vector128<uint> four, Span<float> output, float scale, float offset) =>
        ((Vector128.ConvertToSingle(four.AsInt32()) * scale) + Vector128.Create(offset)).CopyTo(output);
}
