using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.Pruning;

namespace DeepCompression.Aot.Trainer.Tests.Pipeline;

/// <summary>The pipeline with everything on that the best recipes use.</summary>
public sealed class MethodTests
{
    private const int Weights = 900;

    private static readonly CompressionRecipe Recipe = TinyRun.Recipe with
    {
        Layers = new([new(4), new(3)]),
        Schedule = new PruningSchedule(8, FirstDensity: 0.4),
        PruningMethod = new PruningMethod { Saliency = new CurvatureSaliency(), RateExponent = 2, Regrowth = 0.3, RemoveDeadUnits = true, TotalWeights = Weights },
        Freezing = new TrainingPhase(6, 1e-3f, 1e-3f),
        EntropyPrice = 0.003,
        BiasBits = 2,
        Aids = new TrainingAids
        {
            Augmentation = Augmentation.Default,
            Teacher = TrainingAids.OwnTeacher,
            DropoutWhenSparse = false,
            Loss = new LossSettings(LabelSmoothing: 0.02f, TeacherWeight: 0.5f, Temperature: 2),
        },
    };

    [Fact]
    public void All_methods_together_give_a_network_that_is_small_and_good()
    {
        CompressionResult result = TinyRun.Run(Recipe);
        Artifact artifact = ArtifactReader.Read(result.Artifact);
        float[][] parameters = [.. artifact.Tensors.Select(tensor => tensor.ToDense())];
        Assert.InRange(parameters[0].Count(NotZero) + parameters[2].Count(NotZero), Weights - 40, Weights);
        Assert.InRange(parameters[1].Where(NotZero).Distinct().Count(), 1, 3);
        Assert.InRange(result.Decoded.TestErrorPercent, 0, result.Dense.TestErrorPercent + 8);

        // Equal runs, equal bytes: augmentation, teacher and regrowth all follow the seed.
        Assert.Equal(result.Artifact, TinyRun.Run(Recipe).Artifact);
    }

    [Fact]
    public void A_better_network_can_teach()
    {
        CompressionRecipe recipe = Recipe with
        {
            Dense = new TrainingPhase(1, 1e-3f, 1e-3f),
            Freezing = new TrainingPhase(0, 0, 0),
            Aids = Recipe.Aids with { Teacher = "lenet-300-100", Augmentation = null },
        };
        var stages = new List<PipelineStage>();
        TinyRun.Run(recipe, progress: item =>
        {
            if (item is StageStarted started)
            {
                stages.Add(started.Stage);
            }
        });
        Assert.Equal([PipelineStage.Train, PipelineStage.Teach, PipelineStage.Prune, PipelineStage.Quantise, PipelineStage.Encode], stages);
    }

    [Fact]
    public void A_teacher_nobody_knows_is_refused() =>
        Assert.Contains("'sage'", Assert.Throws<ArgumentException>(() => TinyRun.Run(TinyRun.Brief with { Aids = new TrainingAids { Teacher = "sage" } })).Message, StringComparison.Ordinal);

    private static bool NotZero(float weight) => weight != 0;
}
