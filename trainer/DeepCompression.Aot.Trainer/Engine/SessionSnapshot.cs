namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>The parameters of a session with their masks and codebooks, by number; not the optimiser's state.</summary>
internal sealed record SessionSnapshot(IReadOnlyList<ParameterSnapshot> Parameters)
{
    /// <summary>Puts every parameter back to what it was.</summary>
    /// <param name="parameters">The parameters of a session of the same network, on whichever engine.</param>
    /// <exception cref="ArgumentException">There are fewer or more of them, or one has another length.</exception>
    public void RestoreTo(IReadOnlyList<IConstrainedParameter> parameters)
    {
        if (Parameters.Count != parameters.Count)
        {
            throw new ArgumentException($"The snapshot has {Parameters.Count} parameters, the network {parameters.Count}.", nameof(parameters));
        }

        for (int i = 0; i < parameters.Count; i++)
        {
            Parameters[i].RestoreTo(parameters[i]);
        }
    }
}

/// <summary>One parameter at a moment of training.</summary>
/// <param name="Values">The values.</param>
/// <param name="Keep">Its mask, or null.</param>
/// <param name="Frozen">The weights that are held where they are, or null.</param>
/// <param name="Assignment">The centroid of each weight, −1 for a pruned one, or null without a codebook.</param>
/// <param name="Centroids">The centroids, or null.</param>
internal sealed record ParameterSnapshot(float[] Values, bool[]? Keep, bool[]? Frozen, int[]? Assignment, float[]? Centroids)
{
    /// <summary>Puts a parameter back to what it was.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void RestoreTo(IConstrainedParameter parameter)
    {
        parameter.Set(Values);
        if (Keep is not null)
        {
            parameter.SetMask(Keep);
        }

        if (Frozen is not null)
        {
            parameter.SetFrozen(Frozen);
        }

        if (Assignment is not null)
        {
            parameter.SetCodebook(Assignment, Centroids);
        }
    }
}
