using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;
using DeepCompression.Aot.Trainer.StateDictionaries;
using DeepCompression.Aot.Trainer.Tests.Engine;
using DeepCompression.Aot.Trainer.Tests.Pipeline;
using TorchSharp;

namespace DeepCompression.Aot.Torch.Tests;

/// <summary>What the pipeline asks of a session besides the numbers that parity tests compare.</summary>
public class SessionTests
{
    private static readonly TorchEngine Engine = new(torch.CPU);
    private static readonly NetworkDefinition Network = TestNetworks.Perceptron(40, 30, 5, dropout: 0.4f);
    private static readonly (float[] Inputs, int[] Labels) Batch = TestNetworks.Batch(Network, 70, seed: 8);

    [Fact]
    public void Equal_seeds_train_equally_and_others_do_not()
    {
        float[][] first = TrainedBy(seed: 4);

        Assert.Equal(first, TrainedBy(seed: 4));
        Assert.NotEqual(first[0], TrainedBy(seed: 5)[0]);

        static float[][] TrainedBy(int seed)
        {
            using ITrainingSession session = Engine.CreateSession(Network, seed);
            session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam));
            Train(session, steps: 5);
            return TestNetworks.Parameters(session);
        }
    }

    [Fact]
    public void Dropout_drops_its_share_in_training_and_nothing_in_inference() => SessionRules.RequireDropout(Engine);

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using ITrainingSession session = Engine.CreateSession(Network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Adam, WeightDecay: 1e-3f));
        session.SetMask(0, [.. Enumerable.Range(0, 1200).Select(i => i % 3 == 0)]);
        session.SetCodebook(2, [.. Enumerable.Range(0, 150).Select(i => (i % 3) - 1)], [-0.5f, 0.5f]);
        Work();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 5; i++)
        {
            Work();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Work()
        {
            Train(session, steps: 2);
            session.ComputeGradients(new TrainingBatch(Batch.Inputs, Batch.Labels));
            session.Infer(Batch.Inputs, new float[70 * 5]);
            _ = session.GetParameter(0);
            _ = session.GetSecondMoment(0);
            _ = session.GetCodebook(2);
            session.SetMask(0, [.. Enumerable.Range(0, 1200).Select(i => i % 3 == 0)]);
            session.Restore(session.Capture());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_begun_on_one_engine_goes_on_in_the_other(bool fromManaged)
    {
        var managed = new ManagedEngine(threads: 1);
        NetworkDefinition network = TestNetworks.Perceptron(40, 30, 5);
        using ITrainingSession first = (fromManaged ? managed : (ITrainingEngine)Engine).CreateSession(network, seed: 1);
        using ITrainingSession second = (fromManaged ? (ITrainingEngine)Engine : managed).CreateSession(network, seed: 2);
        bool[] keep = [.. Enumerable.Range(0, 1200).Select(i => i % 3 == 0)];
        bool[] frozen = [.. Enumerable.Range(0, 1200).Select(i => i % 6 == 0)];
        first.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        first.SetMask(0, keep);
        first.SetFrozen(0, frozen);
        first.SetCodebook(2, [.. Enumerable.Range(0, 150).Select(i => ((i + (i / 30)) % 3) - 1)], [-0.5f, 0.5f]);
        Train(first, steps: 3);

        second.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        second.Restore(first.Capture());
        Assert.Equal(TestNetworks.Parameters(first), TestNetworks.Parameters(second));
        float[] begun = second.GetParameter(0).ToArray();
        Train(second, steps: 3);

        float[] weights = second.GetParameter(0).ToArray();
        Assert.All(Enumerable.Range(0, 1200), i => Assert.Equal(keep[i] && !frozen[i], weights[i] != begun[i]));
        Assert.Equal([.. second.GetCodebook(2).ToArray().Append(0).Order()], second.GetParameter(2).ToArray().Distinct().Order());
    }

    [Fact]
    public void The_whole_pipeline_runs_on_it()
    {
        CompressionResult result = CompressionPipeline.Run(TinyRun.Network, TinyRun.Data, TinyRun.Recipe, Engine);

        Assert.InRange(result.Dense.TestErrorPercent, 0, 35);
        Assert.InRange(result.Decoded.TestErrorPercent, 0, 40);
        Artifact artifact = ArtifactReader.Read(result.Artifact);
        Assert.InRange(artifact.Tensors[0].Nnz, 1, (TinyRun.Inputs * TinyRun.Hidden / 10) + 1);
    }

    [Fact]
    public void A_thousand_classes_are_learnt_on_it()
    {
        (double error, int[] predictions) = ManyClasses.Run(Engine);

        Assert.InRange(error, 0, 0.3);
        Assert.InRange(predictions.Distinct().Count(label => label > byte.MaxValue), 500, 744);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_goes_on_from_the_dense_weights_that_one_on_the_other_engine_saved(bool fromManaged)
    {
        var managed = new ManagedEngine(threads: 1);
        ITrainingEngine first = fromManaged ? managed : Engine;
        ITrainingEngine second = fromManaged ? Engine : managed;
        string file = Path.GetTempFileName();
        try
        {
            CompressionResult begun = CompressionPipeline.Run(
                TinyRun.Network, TinyRun.Data, TinyRun.Brief, first,
                trained: parameters => File.WriteAllBytes(file, SafetensorsWriter.Write(TinyRun.Network.ParameterNames, TinyRun.Network.Graph.Parameters, parameters)));
            NetworkDefinition network = TinyRun.Network with
            {
                Start = SafetensorsFile.Read(file, TinyRun.Network.ParameterNames, TinyRun.Network.Graph.Parameters),
            };

            // Without a step more, the other engine has the same network, within the rounding that decides between two classes.
            CompressionResult same = CompressionPipeline.Run(network, TinyRun.Data, TinyRun.Brief with { Dense = TinyRun.Brief.Dense with { Epochs = 0 } }, second);
            Assert.Equal(begun.Dense.TestErrorPercent, same.Dense.TestErrorPercent, 100.0 / TinyRun.Data.Test.Count);

            CompressionResult ended = CompressionPipeline.Run(network, TinyRun.Data, TinyRun.Recipe, second);
            Assert.True(ended.Dense.TestErrorPercent < begun.Dense.TestErrorPercent, $"{begun.Dense.TestErrorPercent} % became {ended.Dense.TestErrorPercent} %.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_snapshot_of_another_network_is_refused() => SessionRules.RequireOwnSnapshot(Engine);

    [Fact]
    public void What_it_cannot_train_is_refused_by_name()
    {
        var builder = new GraphBuilder();
        int steps = builder.Apply(new UnaryOperator(builder.Linear(builder.Input(9), 9, 4, "fc1"), UnaryFunction.Round, EquatableArray<float>.Empty));
        NetworkDefinition network = TestNetworks.Define(builder, builder.Linear(steps, 4, 4, "fc2"));

        Assert.Contains("cannot train operator Round", Assert.Throws<ArgumentException>(() => Engine.CreateSession(network, seed: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_lengths_labels_and_assignments_are_refused()
    {
        using ITrainingSession session = Engine.CreateSession(Network, seed: 1);
        session.SetOptimiser(new OptimiserSettings(OptimiserKind.Sgd));
        Assert.Throws<ArgumentException>(() => session.SetParameter(0, new float[7]));
        Assert.Throws<ArgumentException>(() => session.SetMask(0, new bool[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.GetParameter(4));
        Assert.Contains("classes", Assert.Throws<ArgumentException>(() => session.Step(new TrainingBatch(new float[40], [9]), 1)).Message, StringComparison.Ordinal);
        int[] stray = new int[1200];
        stray[17] = 3;
        Assert.Contains("Weight 17", Assert.Throws<ArgumentException>(() => session.SetCodebook(0, stray, [1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu", "name cpu, cuda or cuda:0")]
    [InlineData("cuda:", "name cpu, cuda or cuda:0")]
    [InlineData("cuda:-1", "name cpu, cuda or cuda:0")]
    [InlineData("cuda:4096", "cuda:4096")]
    public void A_device_that_is_not_there_is_named(string device, string problem) =>
        Assert.Contains(problem, Assert.Throws<EngineException>(() => TorchEngines.Create(device, threads: null)).Message, StringComparison.Ordinal);

    private static void Train(ITrainingSession session, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            session.Step(new TrainingBatch(Batch.Inputs, Batch.Labels), 0.05f);
        }
    }
}
