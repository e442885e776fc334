using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Trainer.Training;

/// <summary>The images that training draws from, and what a teacher answers to them.</summary>
/// <param name="Images">The images.</param>
internal sealed record TrainingSet(Dataset Images)
{
    /// <summary>A teacher's logits for each image, (images, classes); null without a teacher, and where it is asked while the images are seen.</summary>
    public float[]? TeacherLogits { get; private init; }

    /// <summary>Makes the teacher that is asked about each batch, to be disposed of after training; else null.</summary>
    public Func<ITrainingSession>? Teacher { get; private init; }

    /// <summary>Whether there is a teacher.</summary>
    public bool IsTaught => TeacherLogits is not null || Teacher is not null;

    /// <summary>How many images an epoch draws, each at most once; all unless there are more than are to be seen.</summary>
    public int ImagesPerEpoch { get; init; } = Images.Count;

    /// <summary>
    /// Has a teacher answer: about every image now, where all are in memory; else about each batch, since its answers to as many images as
    /// do not fit would not fit either, and an image that varies has as many answers as views.
    /// </summary>
    /// <param name="createTeacher">Makes a trained network with as many classes.</param>
    /// <param name="cancellation">Asked between batches.</param>
    public TrainingSet TaughtBy(Func<ITrainingSession> createTeacher, CancellationToken cancellation = default)
    {
        if (!Images.IsInMemory)
        {
            return this with { Teacher = createTeacher };
        }

        using ITrainingSession teacher = createTeacher();
        return this with { TeacherLogits = Evaluation.Logits(teacher, Images, cancellation) };
    }
}
