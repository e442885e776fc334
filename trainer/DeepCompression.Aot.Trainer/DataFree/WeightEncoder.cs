using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Quantisation;

namespace DeepCompression.Aot.Trainer.DataFree;

/// <summary>Chooses the stored form of parameters that nothing can be retrained around.</summary>
internal static class WeightEncoder
{
    /// <summary>The smaller of the exact numbers and a codebook; weights of few values keep them whatever the bits.</summary>
    /// <param name="shape">The dense shape.</param>
    /// <param name="weights">The weights as imported.</param>
    /// <param name="pruned">The same with pruned ones zero.</param>
    /// <param name="bits">Bits of an index, 1 to 8.</param>
    /// <param name="keep">Whether the weights must stay as they are.</param>
    public static (Tensor Tensor, LayerMethod Method) Encode(TensorShape shape, float[] weights, float[] pruned, int bits, bool keep)
    {
        Tensor exact = Exact(shape, weights);
        CodedTensor? coded = WithOwnValues(shape, keep ? weights : pruned);
        bool isExact = coded is not null;
        if (coded is null && !keep)
        {
            coded = WithSharedValues(shape, pruned, bits);
        }

        if (coded is null || coded.BitCount >= exact.BitCount)
        {
            return (exact, LayerMethod.Raw);
        }

        return (coded, isExact && (keep || weights.AsSpan().SequenceEqual(pruned)) ? LayerMethod.Lossless : LayerMethod.Shared);
    }

    /// <summary>What is no weight, exactly: a bias, which is a hundredth of its layer, or a constant.</summary>
    public static Tensor EncodeExactly(TensorShape shape, float[] values)
    {
        if (shape.Rank > 1)
        {
            return Encode(shape, values, values, bits: 8, keep: true).Tensor;
        }

        Tensor whole = BiasEncoder.Encode(shape, values, ExactFormat(values));
        Tensor exact = Exact(shape, values);
        return exact.BitCount < whole.BitCount ? exact : whole;
    }

    /// <summary>Number by number, or in two parts, as takes fewer bits.</summary>
    private static Tensor Exact(TensorShape shape, float[] values)
    {
        NumberFormat format = ExactFormat(values);
        RawTensor raw = RawTensorEncoder.Encode(shape, values, format);
        return SplitTensorEncoder.Encode(shape, values, format) is { } split && split.BitCount < raw.BitCount ? split : raw;
    }

    /// <summary>With a codebook of all its values, or null where they are too many for one.</summary>
    private static CodedTensor? WithOwnValues(TensorShape shape, float[] weights)
    {
        var distinct = new HashSet<float>();
        foreach (float weight in weights)
        {
            if (weight != 0 && distinct.Add(weight) && distinct.Count > CodedTensor.MaxCentroids)
            {
                return null;
            }
        }

        float[] centroids = [.. distinct.Order()];
        int[] assignment = [.. weights.Select(weight => weight == 0 ? Clustering.Pruned : Array.BinarySearch(centroids, weight))];
        CodedTensor tensor = CodedTensorEncoder.Encode(shape, assignment, centroids, ExactFormat(centroids));
        return tensor.Format == NumberFormat.Single ? InSteps(tensor) : tensor;
    }

    /// <summary>With the codebook's steps in place of its numbers, where they take fewer bits.</summary>
    private static CodedTensor InSteps(CodedTensor tensor)
    {
        if (!CodebookSteps.CanHold(tensor.Codebook.AsSpan()))
        {
            return tensor;
        }

        CodedTensor steps = tensor with { Format = NumberFormat.Steps };
        steps = steps with { BitCount = TensorWriter.BitCount(steps) };
        return steps.BitCount < tensor.BitCount ? steps : tensor;
    }

    private static CodedTensor WithSharedValues(TensorShape shape, float[] weights, int bits)
    {
        Clustering clusters = KMeans.Cluster(weights, Clustering.CentroidLimit(bits), CodebookInitialisation.Linear);
        bool fitsHalf = Array.TrueForAll(clusters.Centroids, centroid => Half.IsNormal((Half)centroid));
        return CodedTensorEncoder.Encode(shape, clusters.Assignment, clusters.Centroids, fitsHalf ? NumberFormat.Half : NumberFormat.Single);
    }

    /// <summary>Half precision where it holds every number as it is.</summary>
    private static NumberFormat ExactFormat(float[] values) =>
        Array.TrueForAll(values, value => ((float)(Half)value).Equals(value)) ? NumberFormat.Half : NumberFormat.Single;
}
