namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>A parameter in training, and the constraints that compression puts on it; what they do is said at <see cref="ITrainingSession"/>.</summary>
internal interface IConstrainedParameter
{
    /// <summary>Replaces the values, and lifts every constraint.</summary>
    void Set(ReadOnlySpan<float> values);

    /// <summary>Prunes what is not kept.</summary>
    void SetMask(ReadOnlySpan<bool> keep);

    /// <summary>Holds weights where they are.</summary>
    void SetFrozen(ReadOnlySpan<bool> frozen);

    /// <summary>Shares weights through centroids.</summary>
    void SetCodebook(ReadOnlySpan<int> assignment, ReadOnlySpan<float> centroids);
}
