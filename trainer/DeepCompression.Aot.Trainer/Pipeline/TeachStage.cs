using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>
/// Asks a teacher about the training images, so that pruning and sharing can learn its answers (Hinton, Vinyals and Dean 2015). The
/// teacher is the dense network itself or a better one, which is trained first, or taken from the cache.
/// </summary>
internal static class TeachStage
{
    public static void Run(PipelineRun run, float[][] dense, DenseCheckpoint? checkpoint)
    {
        switch (run.Recipe.Aids.Teacher)
        {
            case null:
                return;
            case TrainingAids.OwnTeacher:
                Ask(run, run, dense);
                return;
            case string name:
                NetworkDefinition network = ReferenceNetworks.Find(name) ?? throw new ArgumentException($"There is no reference network '{name}' to teach.", nameof(run));
                CompressionRecipe recipe = ReferenceRecipes.Find(name)! with { Seed = run.Recipe.Seed, Aids = run.Recipe.Aids };
                PipelineRun teacher = run.For(network, recipe);
                Ask(run, teacher, TrainStage.Run(teacher, checkpoint, PipelineStage.Teach));
                return;
        }
    }

    private static void Ask(PipelineRun run, PipelineRun teacher, float[][] parameters) =>
        run.TrainingSet = run.TrainingSet.TaughtBy(() => teacher.CreateSession(parameters), run.Cancellation);
}
