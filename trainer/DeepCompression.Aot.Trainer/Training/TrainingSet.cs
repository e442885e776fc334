using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Training;

/// <summary>The images that training draws from, and what a teacher answers to them.</summary>
/// <param name="Images">The images.</param>
internal sealed record TrainingSet(Dataset Images)
{
    /// <summary>A teacher's logits for each image, (images, classes); null without a teacher.</summary>
    public float[]? TeacherLogits { get; init; }

    /// <summary>How many images an epoch draws, each at most once; all unless there are more than are to be seen.</summary>
    public int ImagesPerEpoch { get; init; } = Images.Count;

    /// <summary>Asks a teacher about every image.</summary>
    /// <param name="teacher">A trained network with as many classes.</param>
    /// <param name="cancellation">Asked between batches.</param>
    public TrainingSet TaughtBy(ITrainingSession teacher, CancellationToken cancellation = default) =>
        this with { TeacherLogits = Evaluation.Logits(teacher, Images, cancellation) };
}
