using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Synthesis;

/// <summary>
/// Which weights of a layer survived pruning. In real networks some inputs keep far more weights than others, and the columns of one
/// plane are neighbours, so that gaps are less even, and take fewer bits, than chance would have them; runs of columns are drawn as
/// unequal as makes the published length of a gap.
/// </summary>
internal sealed class SyntheticMask
{
    /// <summary>The weights of a sample that the spread of columns is found by.</summary>
    private const int SampleLength = 1 << 18;

    /// <summary>Columns that are alike, as those of a plane of 6×6 are.</summary>
    private const int RunLength = 36;

    private const int BisectionSteps = 10;
    private const int ScaleSteps = 40;
    private const float LargestSpread = 3;

    private readonly float[] _probabilities;

    private SyntheticMask(float[] probabilities) => _probabilities = probabilities;

    /// <summary>Finds the columns' probabilities.</summary>
    /// <param name="random">Where they are drawn from.</param>
    /// <param name="shape">The dense shape, output channels first.</param>
    /// <param name="statistics">The density, and the bits of gaps.</param>
    public static SyntheticMask Create(ref SplitMix64 random, TensorShape shape, LayerStatistics statistics)
    {
        var deviations = new float[shape.RowLength];
        for (int column = 0; column < deviations.Length; column++)
        {
            deviations[column] = column % RunLength == 0 ? random.Normal(1) : deviations[column - 1];
        }

        ulong sampleSeed = random.Next();
        (float even, float uneven) = (0, LargestSpread);
        for (int step = 0; statistics.CodedGapBits is not null && step < BisectionSteps; step++)
        {
            float spread = (even + uneven) / 2;
            double bits = GapBits(new SplitMix64(sampleSeed), Probabilities(deviations, spread, statistics.Density), statistics.GapBits);
            (even, uneven) = bits > statistics.CodedGapBits ? (spread, uneven) : (even, spread);
        }

        return new SyntheticMask(Probabilities(deviations, even, statistics.Density));
    }

    /// <summary>Whether the weight of a column survives.</summary>
    public bool Draw(ref SplitMix64 random, int column) => random.Unit() < _probabilities[column];

    /// <summary>A probability for each column, its logarithm as far from the others' as its deviation says, and the given mean.</summary>
    private static float[] Probabilities(float[] deviations, float spread, double density)
    {
        double[] weights = [.. deviations.Select(deviation => Math.Exp(spread * deviation))];

        // The scale at which they have the mean, those cut off at 1 among them, by bisection of its logarithm.
        (double low, double high) = (density / weights.Max(), 1 / weights.Min());
        for (int step = 0; step < ScaleSteps; step++)
        {
            double scale = Math.Sqrt(low * high);
            (low, high) = weights.Sum(weight => Math.Min(1, weight * scale)) < density * weights.Length ? (scale, high) : (low, scale);
        }

        return [.. weights.Select(weight => (float)Math.Min(1, weight * low))];
    }

    /// <summary>The mean bits of gaps of a fixed width in Huffman code, of a sample.</summary>
    private static double GapBits(SplitMix64 random, float[] probabilities, int width)
    {
        int skip = FixedWidth.FillerSkip(width);
        var counts = new long[skip + 1];
        int gap = 0;
        for (int i = 0; i < SampleLength; i++)
        {
            if (random.Unit() < probabilities[i % probabilities.Length])
            {
                counts[gap]++;
                gap = 0;
            }
            else if (++gap == skip)
            {
                counts[skip]++;
                gap = 0;
            }
        }

        return HuffmanCode.TotalBits(counts, HuffmanCode.Lengths(counts)) / (double)counts.Sum();
    }
}
