namespace DeepCompression.Aot.Trainer.Quantisation;

/// <summary>
/// Chooses the width of each layer's codebook index: from the widest codebooks on, the step to a narrower one that saves the most
/// bits for the loss it adds, as long as all steps together stay within a tolerance. The losses of layers that are shared
/// alone are taken to add up; retraining makes up for most of them.
/// </summary>
internal static class BitAllocation
{
    /// <summary>The tolerance where none is given, in nats of the mean loss on training images before retraining.</summary>
    public const double DefaultTolerance = 0.02;

    /// <summary>The widths.</summary>
    /// <param name="layers">For each layer what each width from 1 bit on comes to.</param>
    /// <param name="tolerance">The loss that sharing may add in all, not negative.</param>
    /// <returns>A width for each layer, in bits.</returns>
    public static int[] Choose(IReadOnlyList<IReadOnlyList<SharedLayer>> layers, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        int[] widths = [.. layers.Select(Smallest)];
        double added = layers.Select((layer, i) => layer[widths[i] - 1].AddedLoss).Sum();
        while (BestStep(layers, widths, tolerance - added) is (int number, int width))
        {
            added += layers[number][width - 1].AddedLoss - layers[number][widths[number] - 1].AddedLoss;
            widths[number] = width;
        }

        return widths;
    }

    /// <summary>The width of least loss, of equal ones the cheapest: where the steps begin.</summary>
    private static int Smallest(IReadOnlyList<SharedLayer> layer) =>
        1 + Enumerable.Range(0, layer.Count).OrderBy(i => layer[i].AddedLoss).ThenBy(i => layer[i].Bits).First();

    /// <summary>The step to fewer bits that saves the most for each unit of loss, or null where none is within the tolerance.</summary>
    private static (int Layer, int Width)? BestStep(IReadOnlyList<IReadOnlyList<SharedLayer>> layers, int[] widths, double tolerance)
    {
        (int, int)? best = null;
        double most = 0;
        for (int number = 0; number < layers.Count; number++)
        {
            SharedLayer now = layers[number][widths[number] - 1];
            for (int width = 1; width <= layers[number].Count; width++)
            {
                SharedLayer then = layers[number][width - 1];
                double loss = then.AddedLoss - now.AddedLoss;
                double worth = (now.Bits - then.Bits) / Math.Max(loss, double.Epsilon);
                if (loss <= tolerance && worth > most)
                {
                    (best, most) = ((number, width), worth);
                }
            }
        }

        return best;
    }
}

/// <summary>A layer with shared weights.</summary>
/// <param name="AddedLoss">What the loss is with only this layer shared, less what it is with none.</param>
/// <param name="Bits">The bits of its coded weights and its codebook.</param>
internal readonly record struct SharedLayer(double AddedLoss, long Bits);
