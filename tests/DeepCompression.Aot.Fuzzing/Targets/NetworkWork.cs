using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>
/// What a network costs to run. A file of a hundred bytes may hold one that takes hours, as any program may; who runs it knows its shapes
/// beforehand, so such networks are not run.
/// </summary>
internal static class NetworkWork
{
    private const double MostSteps = 1 << 22;

    /// <summary>Whether one inference takes some milliseconds at most, by plain loops.</summary>
    public static bool IsSmall(Artifact artifact)
    {
        double steps = artifact.ValueShapes.Sum(shape => (double)shape.ElementCount);
        for (int i = 0; i < artifact.Graph.Operators.Length; i++)
        {
            Operator op = artifact.Graph.Operators[i];
            steps += artifact.ValueShapes[artifact.Graph.ValueOf(i)].ElementCount * StepsPerElement(op, artifact);
        }

        return steps <= MostSteps;
    }

    /// <summary>For each element of the result.</summary>
    private static double StepsPerElement(Operator op, Artifact artifact) => op switch
    {
        // A step of a recurrent layer multiplies all its weights, and makes at least one element.
        RecurrentOperator recurrent => artifact.Graph.Parameters[recurrent.Weight].ElementCount,
        MaxPoolOperator pool => (double)pool.Window.Height * pool.Window.Width,
        AveragePoolOperator pool => (double)pool.Window.Height * pool.Window.Width,
        MatMulOperator product => artifact.ValueShapes[product.Left].RowWidth,
        InterpolateOperator interpolate => interpolate.Taps,
        LocalResponseNormalizationOperator normalization => normalization.Size,
        _ when op.Parameters.Length > 0 => artifact.Graph.Parameters[op.Parameters[0]].RowLength,
        _ => op.Inputs.Length,
    };
}
