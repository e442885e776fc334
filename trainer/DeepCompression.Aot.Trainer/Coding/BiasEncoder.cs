using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Makes the stored form of a vector such as a bias: number by number, in runs of equal numbers, or with a codebook.</summary>
internal static class BiasEncoder
{
    /// <summary>The smallest of the stored forms; of several, the simplest.</summary>
    /// <param name="shape">The dense shape, of rank 1.</param>
    /// <param name="values">The values; few distinct ones make it small, and in ascending order smaller still (see <see cref="UnitOrder"/>).</param>
    /// <param name="format">How the numbers are stored; they are rounded to it.</param>
    /// <exception cref="ArgumentException">The values do not fill the shape, or one cannot be held by the format.</exception>
    public static Tensor Encode(TensorShape shape, ReadOnlySpan<float> values, NumberFormat format)
    {
        RawTensor raw = RawTensorEncoder.Encode(shape, values, format);
        Tensor[] forms = Shared(raw) is { } shared ? [raw, Runs(raw), shared] : [raw, Runs(raw)];
        return forms.MinBy(form => form.BitCount)!;
    }

    private static RunTensor Runs(RawTensor raw)
    {
        var values = new List<float>();
        var lengths = new List<int>();
        foreach (float value in raw.Values)
        {
            if (values.Count > 0 && values[^1].Equals(value))
            {
                lengths[^1]++;
                continue;
            }

            values.Add(value);
            lengths.Add(1);
        }

        if (values[^1] == 0)
        {
            values.RemoveAt(values.Count - 1);
            lengths.RemoveAt(lengths.Count - 1);
        }

        var runs = new RunTensor(raw.Shape, 0, raw.Format, new([.. values]), new([.. lengths]));
        return runs with { BitCount = TensorWriter.BitCount(runs) };
    }

    /// <summary>With a codebook of its distinct values, unless there are too many.</summary>
    private static CodedTensor? Shared(RawTensor raw)
    {
        float[] centroids = [.. raw.Values.Where(value => value != 0).Distinct().Order()];
        return centroids.Length > CodedTensor.MaxCentroids
            ? null
            : CodedTensorEncoder.Encode(
                raw.Shape, [.. raw.Values.Select(value => value == 0 ? -1 : Array.BinarySearch(centroids, value))], centroids, raw.Format);
    }
}
