using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>Makes the per-layer table from the stored form of a network's parameters.</summary>
internal static class LayerReports
{
    private const int SingleBits = 8 * sizeof(float);

    /// <summary>The layers that have weights, in the order in which they run.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="names">Names of its parameters, as far as there are any.</param>
    /// <param name="tensors">The stored form of each parameter, by number.</param>
    public static IReadOnlyList<LayerReport> Of(Graph graph, GraphNames names, IReadOnlyList<Tensor> tensors) =>
        [.. LayerNames.Of(graph, names).Select(layer => Of(layer.Name, layer.Operator, tensors))];

    /// <summary>
    /// The table after pruning alone (P): every weight that is kept is a single-precision number, and only the gaps are coded.
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="names">Names of its parameters, as far as there are any.</param>
    /// <param name="parameters">The values of each parameter, by number; pruned weights are zero.</param>
    public static IReadOnlyList<LayerReport> OfPruned(Graph graph, GraphNames names, Func<int, float[]> parameters)
    {
        Tensor[] tensors = [.. graph.Parameters.Select((shape, number) => Positions(shape, parameters(number)))];
        return [.. Of(graph, names, tensors).Select(WithSingleValues)];
    }

    private static LayerReport Of(string name, Operator op, IReadOnlyList<Tensor> tensors)
    {
        Tensor weight = tensors[op.Parameters[0]];
        Tensor? bias = op.Parameters.Length > 1 ? tensors[op.Parameters[1]] : null;
        LayerReport layer = weight switch
        {
            CodedTensor coded => OfCoded(name, coded),
            SplitTensor split => OfSplit(name, split),
            _ => OfRaw(name, weight),
        };
        int biasBytes = bias?.ByteCount ?? 0;
        return layer with
        {
            Biases = bias?.Shape.ElementCount ?? 0,
            BiasBytes = biasBytes,
            QuantisedBytes = layer.QuantisedBytes + biasBytes,
            CodedBytes = layer.CodedBytes + biasBytes,
        };
    }

    private static LayerReport OfCoded(string name, CodedTensor weight)
    {
        CodedTensorStatistics statistics = CodedTensorStatistics.Of(weight);
        return new LayerReport
        {
            Name = name,
            Shape = weight.Shape.ToString(),
            Weights = statistics.Weights,
            Kept = statistics.Nnz,
            Fillers = statistics.FillerCount,
            Centroids = statistics.Centroids,
            ValueBits = statistics.FixedValueBits,
            CodedValueBits = statistics.CodedValueBits,
            GapBits = statistics.FixedGapBits,
            CodedGapBits = statistics.CodedGapBits,
            ValueEntropy = statistics.ValueEntropy,
            GapEntropy = statistics.GapEntropy,
            QuantisedBytes = statistics.FixedWidthBytes,
            CodedBytes = statistics.TotalBytes,
            CodebookBytes = Bytes(statistics.CodebookBits),
            TableBytes = Bytes(statistics.TableBits),
            StreamBytes = Bytes(statistics.StreamBits),
        };
    }

    /// <summary>Numbers of their own: before Huffman coding they would have full precision, and gaps of fixed width.</summary>
    private static LayerReport OfSplit(string name, SplitTensor weight)
    {
        var present = new int[weight.Shape.ElementCount];
        Array.Fill(present, -1);
        var weights = new CodedWeightReader(weight);
        var gapSymbols = new SymbolCounts();
        var leads = new SymbolCounts();
        long numberBits = 0;
        while (weights.MoveNext())
        {
            present[weights.Position] = 0;
            gapSymbols.Add(weights.Gap);
            leads.Add(weights.Index);
            numberBits += weight.Code.WeightLengths[weights.Index] + SplitNumber.PlainBits(weight.Format);
        }

        long streamBits = weights.Rest.Position;
        int precision = weight.Format.BitCount();
        var gaps = new GapHistogram(present);
        int gapBits = weight.Nnz == weight.Shape.ElementCount ? 0 : gaps.BestGapBits(precision);
        long fillers = gapBits == 0 ? 0 : gaps.FillerCount(gapBits);
        return new LayerReport
        {
            Name = name,
            Shape = weight.Shape.ToString(),
            Weights = weight.Shape.ElementCount,
            Kept = weight.Nnz,
            Fillers = fillers,
            ValueBits = precision,
            CodedValueBits = (double)numberBits / weight.Nnz,
            GapBits = gapBits,
            CodedGapBits = (double)(streamBits - numberBits) / weight.Nnz,
            ValueEntropy = leads.Entropy + SplitNumber.PlainBits(weight.Format),
            GapEntropy = gapSymbols.Entropy,
            QuantisedBytes = (((weight.Nnz + fillers) * (precision + gapBits)) + 7) / 8,
            CodedBytes = weight.ByteCount,
            TableBytes = Bytes(weight.BitCount - streamBits),
            StreamBytes = Bytes(streamBits),
        };
    }

    /// <summary>A weight stored number by number has neither codebook nor gaps.</summary>
    private static LayerReport OfRaw(string name, Tensor weight)
    {
        double bits = (double)weight.BitCount / weight.Shape.ElementCount;
        return new LayerReport
        {
            Name = name,
            Shape = weight.Shape.ToString(),
            Weights = weight.Shape.ElementCount,
            Kept = weight.Nnz,
            ValueBits = bits,
            CodedValueBits = bits,
            QuantisedBytes = weight.ByteCount,
            CodedBytes = weight.ByteCount,
            StreamBytes = weight.ByteCount,
        };
    }

    /// <summary>Where the weights are, with a codebook of one value that costs no bits.</summary>
    private static Tensor Positions(TensorShape shape, float[] values) => shape.Rank == 1
        ? RawTensorEncoder.Encode(shape, values, NumberFormat.Single)
        : CodedTensorEncoder.Encode(shape, [.. values.Select(value => value == 0 ? -1 : 0)], [1], NumberFormat.Single);

    /// <summary>Whole bytes: parts of an artifact end at any bit, and what is left of a byte counts with the headers.</summary>
    private static long Bytes(long bits) => bits / 8;

    private static LayerReport WithSingleValues(LayerReport layer) => layer with
    {
        Centroids = 0,
        CodebookBytes = 0,
        ValueEntropy = null,
        ValueBits = SingleBits,
        CodedValueBits = SingleBits,
        QuantisedBytes = layer.QuantisedBytes - layer.CodebookBytes + ((layer.Kept + layer.Fillers) * sizeof(float)),
        CodedBytes = layer.CodedBytes - layer.CodebookBytes + (layer.Kept * sizeof(float)),
    };
}
