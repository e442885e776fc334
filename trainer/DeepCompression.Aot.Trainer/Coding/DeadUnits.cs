using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>
/// Clears what cannot reach a network's outputs: the weights and bias of units that no weight reads, and the weights that read units
/// that are always zero. The network computes what it did before.
/// </summary>
internal static class DeadUnits
{
    /// <summary>Clears them.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="values">The dense values of each parameter, by number; changed in place.</param>
    public static void Clear(Graph graph, float[][] values)
    {
        // Always zero spreads from a layer to those after it; never read, to those before it.
        IReadOnlyList<HiddenLayer> layers = HiddenLayer.Of(graph);
        foreach (HiddenLayer layer in layers)
        {
            Clear(graph, layer, values, IsAlwaysZero);
        }

        foreach (HiddenLayer layer in layers.Reverse())
        {
            Clear(graph, layer, values, IsNeverRead);
        }
    }

    private static void Clear(Graph graph, HiddenLayer layer, float[][] values, Func<Graph, HiddenLayer, float[][], int, bool> isDead)
    {
        for (int unit = 0; unit < layer.Units(graph); unit++)
        {
            if (isDead(graph, layer, values, unit))
            {
                Clear(graph, layer, values, unit);
            }
        }
    }

    private static bool IsAlwaysZero(Graph graph, HiddenLayer layer, float[][] values, int unit)
    {
        float bias = layer.Bias(values)?[unit] ?? 0;
        return !layer.Row(graph, values, unit).ContainsAnyExcept(0f) && (bias == 0 || (bias < 0 && layer.IsRectified));
    }

    private static bool IsNeverRead(Graph graph, HiddenLayer layer, float[][] values, int unit)
    {
        for (int row = 0; row < graph.Parameters[layer.Reader.Parameters[0]].Rows; row++)
        {
            if (layer.Columns(graph, values, row, unit).ContainsAnyExcept(0f))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Clears a unit's row, bias and columns.</summary>
    private static void Clear(Graph graph, HiddenLayer layer, float[][] values, int unit)
    {
        layer.Row(graph, values, unit).Clear();
        layer.Bias(values)?.AsSpan(unit, 1).Clear();
        for (int row = 0; row < graph.Parameters[layer.Reader.Parameters[0]].Rows; row++)
        {
            layer.Columns(graph, values, row, unit).Clear();
        }
    }
}
