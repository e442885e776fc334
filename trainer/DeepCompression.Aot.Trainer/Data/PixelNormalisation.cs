using System.Numerics;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// How a raw byte becomes a network input: <c>input = raw * Scale + Offset</c>, a product rounded to
/// float32 and then a sum. It belongs to the artifact's input contract, so that whoever infers feeds the
/// network what it was trained on.
/// </summary>
/// <param name="Scale">Factor of the raw value.</param>
/// <param name="Offset">Added after scaling.</param>
public readonly record struct PixelNormalisation(float Scale, float Offset)
{
    /// <summary>Bytes 0 to 255 become 0 to 1.</summary>
    public static PixelNormalisation UnitRange { get; } = new(1f / 255f, 0f);

    /// <summary>Normalises <paramref name="raw"/> into <paramref name="inputs"/>, which has the same length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply(ReadOnlySpan<byte> raw, Span<float> inputs)
    {
        if (raw.Length != inputs.Length)
        {
            throw new ArgumentException($"{inputs.Length} inputs for {raw.Length} raw values.", nameof(inputs));
        }

        int done = 0;
        for (; done <= raw.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(raw[done..]), out Vector<ushort> low, out Vector<ushort> high);
            Span<float> target = inputs[done..];
            Store(low, target);
            Store(high, target[Vector<ushort>.Count..]);
        }

        for (; done < raw.Length; done++)
        {
            inputs[done] = (raw[done] * Scale) + Offset;
        }
    }

    private void Store(Vector<ushort> raw, Span<float> inputs)
    {
        Vector.Widen(raw, out Vector<uint> low, out Vector<uint> high);
        Normalised(low).CopyTo(inputs);
        Normalised(high).CopyTo(inputs[Vector<float>.Count..]);
    }

    // Signed conversion is one instruction on every processor; the values are below 256.
    private Vector<float> Normalised(Vector<uint> raw) =>
        (Vector.ConvertToSingle(Vector.AsVectorInt32(raw)) * Scale) + new Vector<float>(Offset);
}
