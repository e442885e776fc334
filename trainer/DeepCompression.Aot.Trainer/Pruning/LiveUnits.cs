using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pruning;

/// <summary>Counts the weights that units keep, and takes away those that cannot reach the network's output.</summary>
internal sealed class LiveUnits
{
    private readonly UnitGraph _graph;
    private readonly int[] _written;
    private readonly int[] _read;

    /// <param name="graph">The units.</param>
    /// <param name="keep">The mask of each weight parameter, by number.</param>
    public LiveUnits(UnitGraph graph, IReadOnlyDictionary<int, bool[]> keep)
    {
        _graph = graph;
        _written = new int[graph.Count];
        _read = new int[graph.Count];
        foreach ((int weight, bool[] mask) in keep)
        {
            Count(graph.Weights[weight], mask);
        }
    }

    /// <summary>The weights that write or read a unit.</summary>
    public int Connections(int unit) => _written[unit] + _read[unit];

    /// <summary>Whether a unit has an effect: something writes it (the network's inputs are written from outside), and something reads it.</summary>
    public bool IsLive(int unit) =>
        unit == UnitGraph.AlwaysLive || (_read[unit] > 0 && (_written[unit] > 0 || unit < _graph.FirstHidden));

    /// <summary>
    /// Masks weights from and to units that are dead, until none is left: what writes a unit nobody reads, and what reads a unit
    /// nobody writes. (The latter is a constant, which the biases behind it take over in retraining.)
    /// </summary>
    /// <param name="graph">The units.</param>
    /// <param name="keep">The masks, changed in place.</param>
    /// <returns>The weights taken away.</returns>
    public static int RemoveDead(UnitGraph graph, IReadOnlyDictionary<int, bool[]> keep)
    {
        int removed = 0;
        while (true)
        {
            var live = new LiveUnits(graph, keep);
            int before = removed;
            foreach ((int weight, bool[] mask) in keep)
            {
                removed += live.Mask(graph.Weights[weight], mask);
            }

            if (removed == before)
            {
                return removed;
            }
        }
    }

    private void Count(WeightUnits units, bool[] mask)
    {
        int columns = units.Inputs.Length;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i])
            {
                _written[units.Outputs[i / columns]]++;
                _read[units.Inputs[i % columns]]++;
            }
        }
    }

    private int Mask(WeightUnits units, bool[] mask)
    {
        int columns = units.Inputs.Length;
        int removed = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] && !(IsLive(units.Outputs[i / columns]) && IsLive(units.Inputs[i % columns])))
            {
                mask[i] = false;
                removed++;
            }
        }

        return removed;
    }
}
