using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>What helps training and costs nothing in the artifact.</summary>
internal sealed record TrainingAids
{
    /// <summary>The name of <see cref="Teacher"/> that means the dense network itself.</summary>
    public const string OwnTeacher = "self";

    public static TrainingAids None { get; } = new();

    /// <summary>More images, in all stages; null for those there are.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>
    /// Whose answers the compressed network learns: the name of a reference network, which is trained first, or
    /// <see cref="OwnTeacher"/>; null for labels alone.
    /// </summary>
    public string? Teacher { get; init; }

    /// <summary>
    /// Whether dropout goes on while weights are pruned, at a rate that falls with the density. A network of few weights has nothing to
    /// overfit with, and is the better for every unit it sees.
    /// </summary>
    public bool DropoutWhenSparse { get; init; } = true;

    /// <summary>The loss of pruning and sharing.</summary>
    public LossSettings Loss { get; init; } = LossSettings.Plain;
}
