using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Images;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Tests.Data;
using DeepCompression.Aot.Trainer.Tests.Data.Images;
using DeepCompression.Aot.Trainer.Tests.Engine;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Tests.Training;

/// <summary>Training on images that are decoded while it goes on.</summary>
public sealed class StreamedTrainingTests : IDisposable
{
    private static readonly ImageShape Shape = new(3, 8, 8);
    private static readonly NetworkDefinition Network = TestNetworks.Perceptron(Shape.Length, 12, 3);

    private readonly TemporaryFolder _folder = new();

    public StreamedTrainingTests()
    {
        for (int i = 0; i < 48; i++)
        {
            int kind = i % 3;
            Bitmaps.Write(_folder.File($"{kind}/{i}.bmp"), 12, 10, (x, y) => ((byte)(80 * kind), (byte)((x * 20) + (y * (i % 5))), (byte)(y * 25)));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_from_files_train_as_those_in_memory_do()
    {
        Dataset files = Read();
        Dataset memory = files.Held();

        Assert.Equal(Train(memory), Train(files));
        using ITrainingSession teacher = Session(seed: 9);
        float[][] taught = Train(new TrainingSet(memory).TaughtBy(() => Session(seed: 9)));
        Assert.Equal(taught, Train(new TrainingSet(files).TaughtBy(() => Session(seed: 9))));
        Assert.NotEqual(taught, Train(files));
    }

    [Fact]
    public void Images_that_vary_train_otherwise_and_equal_seeds_equally()
    {
        Dataset varied = Read().Varied(new ImageVariation(Crops: true, Flips: true));

        float[][] first = Train(varied);

        Assert.Equal(first, Train(varied));
        Assert.NotEqual(first, Train(Read()));
    }

    [Fact]
    public void Evaluation_takes_the_middle_of_images_that_vary_in_training()
    {
        using ITrainingSession session = Session(seed: 1);
        Dataset files = Read();

        Assert.Equal(
            Evaluation.Logits(session, files.Held()), Evaluation.Logits(session, files.Varied(new ImageVariation(Crops: true, Flips: true))));
    }

    [Fact]
    public void Progress_says_how_long_training_waited_for_images_where_it_may_have_to()
    {
        Assert.All(Progress(Read()), progress => Assert.InRange(progress.WaitingPercent!.Value, 0, 100));
        Assert.All(Progress(Read().Held()), progress => Assert.Null(progress.WaitingPercent));
    }

    [Fact]
    public void A_damaged_image_is_one_error_that_names_the_file()
    {
        File.WriteAllText(_folder.File("1/1.bmp"), "no image");

        DataException exception = Assert.Throws<DataException>(() => Train(Read()));

        Assert.Equal(_folder.File("1/1.bmp"), exception.File);
    }

    private static ITrainingSession Session(int seed) => new ManagedEngine(threads: 1).CreateSession(Network, seed);

    private static float[][] Train(Dataset images) => Train(new TrainingSet(images));

    private static float[][] Train(TrainingSet images)
    {
        using ITrainingSession session = Session(seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        session.SetLoss(new LossSettings(TeacherWeight: 0.5f, Temperature: 2));
        TrainingLoop.Run(session, images, null, new TrainingSettings(2, new ConstantLearningRate(1e-3f), BatchSize: 10));
        return TestNetworks.Parameters(session);
    }

    private static List<TrainingProgress> Progress(Dataset images)
    {
        using ITrainingSession session = Session(seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
        var seen = new List<TrainingProgress>();
        TrainingLoop.Run(session, images, null, new TrainingSettings(1, new ConstantLearningRate(1e-3f), BatchSize: 10), seen.Add);
        return seen;
    }

    private Dataset Read() => SampleSource.Open(_folder.Path, Shape).ReadTraining();
}
