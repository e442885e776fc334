namespace DeepCompression.Aot.Verification.Comparing;

/// <summary>How far an output is from what was expected.</summary>
/// <param name="DataSet">The folder of recorded tensors, or what else it was compared with.</param>
/// <param name="Output">The output's number.</param>
/// <param name="Elements">Its elements.</param>
/// <param name="Largest">The largest magnitude that was expected.</param>
/// <param name="Worst">The largest difference; the largest of all numbers where one of both is infinite or no number and the other is not.</param>
/// <param name="WorstElement">Where it is.</param>
internal sealed record TensorError(string DataSet, int Output, int Elements, double Largest, double Worst, int WorstElement)
{
    /// <summary>The largest difference as a fraction of the largest magnitude.</summary>
    public double Relative => Worst == 0 ? 0 : Math.Min(Worst / Largest, double.MaxValue);

    /// <summary>Compares element by element.</summary>
    public static TensorError Of(string dataSet, int output, IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        (double worst, int at) = (0, 0);
        for (int i = 0; i < expected.Count; i++)
        {
            double difference = Difference(expected[i], actual[i]);
            if (difference > worst)
            {
                (worst, at) = (difference, i);
            }
        }

        return new TensorError(dataSet, output, expected.Count, expected.Where(float.IsFinite).Select(value => Math.Abs((double)value)).Append(0).Max(), worst, at);
    }

    private static double Difference(float expected, float actual)
    {
        double difference = expected.Equals(actual) ? 0 : Math.Abs((double)expected - actual);
        return double.IsFinite(difference) ? difference : double.MaxValue;
    }
}
