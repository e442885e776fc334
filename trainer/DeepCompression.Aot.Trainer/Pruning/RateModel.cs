using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>
/// Estimates the bits that each weight adds to the artifact: its gap, by the entropy of a geometric distribution over the live rows
/// and columns; its codebook index; and its share in what its units cost, since a live unit widens the index space of all weights
/// that write or read its layer, and has a bias.
/// </summary>
internal sealed class RateModel
{
    private readonly UnitGraph _graph;
    private readonly LiveUnits _live;
    private readonly Dictionary<int, double> _weightBits = [];
    private readonly double[] _unitBits;

    /// <param name="graph">The units.</param>
    /// <param name="keep">The masks at present, by number of the weight parameter.</param>
    /// <param name="valueBits">The bits of a codebook index, as coded.</param>
    /// <param name="biasBits">The bits of a unit's bias.</param>
    public RateModel(UnitGraph graph, IReadOnlyDictionary<int, bool[]> keep, double valueBits, double biasBits)
    {
        _graph = graph;
        _live = new LiveUnits(graph, keep);
        _unitBits = new double[graph.Count];
        _unitBits.AsSpan(graph.FirstHidden).Fill(biasBits);
        foreach ((int weight, bool[] mask) in keep)
        {
            WeightUnits units = graph.Weights[weight];
            double rows = Math.Max(1, units.Outputs.Count(_live.IsLive));
            double columns = Math.Max(1, units.Inputs.Count(_live.IsLive));
            double count = Math.Max(1, mask.Count(kept => kept));

            // The mask of n among N costs about n · (log2(N/n) + log2 e) bits, and its derivative by a row or column that number over it.
            double gapBits = Math.Log2(Math.Max(1, rows * columns / count)) + (1 / Math.Log(2));
            _weightBits.Add(weight, gapBits + valueBits);
            AddUnitBits(units.Outputs, count / (rows * Math.Log(2)));
            AddUnitBits(units.Inputs, count / (columns * Math.Log(2)));
        }

        _unitBits[UnitGraph.AlwaysLive] = 0;
    }

    /// <summary>Writes the bits of each weight of a parameter, kept or not: for one that is not, the bits it would add.</summary>
    public void Estimate(int weight, Span<float> bits)
    {
        WeightUnits units = _graph.Weights[weight];
        float[] rows = [.. units.Outputs.Select(Share)];
        float[] columns = [.. units.Inputs.Select(Share)];
        float own = (float)_weightBits[weight];
        int i = 0;
        foreach (float row in rows)
        {
            foreach (float column in columns)
            {
                bits[i++] = own + row + column;
            }
        }
    }

    private void AddUnitBits(int[] units, double bits)
    {
        foreach (int unit in units)
        {
            _unitBits[unit] += bits;
        }
    }

    private float Share(int unit) => (float)(_unitBits[unit] / Math.Max(1, _live.Connections(unit)));
}
