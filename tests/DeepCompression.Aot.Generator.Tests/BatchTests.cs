using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Networks that run over several samples at once.</summary>
public sealed class BatchTests
{
    private const int Samples = 48;

    private static readonly Lazy<CompiledModels> Models = new(() => CompiledModels.Of(
        ("Single", Network()), ("Batched", Network() with { Batch = Samples })));

    [Fact]
    public void Each_sample_gets_what_it_would_get_alone()
    {
        CompiledModel single = Models.Value["Single"];
        CompiledModel batched = Models.Value["Batched"];
        float[] inputs = TestTensors.Numbers(new Random(3), Samples * 130);
        float[] outputs = batched.Run([inputs], [Samples * 7])[0];
        for (int sample = 0; sample < Samples; sample++)
        {
            float[] alone = single.Run([inputs[(sample * 130)..((sample + 1) * 130)]], [7])[0];
            Closeness.AssertClose(alone.Select(element => (double)element), outputs[(sample * 7)..((sample + 1) * 7)], $"sample {sample}");
        }
    }

    [Fact]
    public void Lengths_and_shapes_count_all_samples()
    {
        Type type = Models.Value["Batched"].Type;
        Assert.Equal(Samples * 130, type.GetField("InputLength")!.GetRawConstantValue());
        Assert.Equal(Samples * 7, type.GetField("OutputLength")!.GetRawConstantValue());
        Assert.Equal([Samples, 130], Models.Value["Batched"].Method<Dimensions>("get_InputShape")().ToArray());
        Assert.Equal([Samples, 7], Models.Value["Batched"].Method<Dimensions>("get_OutputShape")().ToArray());
    }

    [Fact]
    public void A_batch_allocates_nothing_once_the_weights_are_unpacked()
    {
        CompiledModel model = Models.Value["Batched"];
        Run1To1 run = model.Method<Run1To1>("Run");
        (float[] input, float[] output, float[] workspace) = (new float[Samples * 130], new float[Samples * 7], new float[model.WorkspaceLength]);
        run(input, output, workspace);
        long before = GC.GetAllocatedBytesForCurrentThread();
        run(input, output, workspace);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Layers with few weights, all and none, some with biases and rectifiers.</summary>
    private static ParsedArtifact Network()
    {
        var random = new Random(2);
        var network = new TestNetwork();
        int value = network.Linear(network.Input(130), TestTensors.Sparse(random, 0.2, 40, 130), TestTensors.Raw(random, 40), "fc1.weight");
        value = network.Linear(network.Add(new ReluOperator(value)), TestTensors.Raw(random, 20, 40), null, "fc2.weight");
        value = network.Add(new ReluOperator(network.Add(new ReluOperator(value))));
        value = network.Linear(value, TestTensors.Sparse(random, 0, 6, 20), TestTensors.Raw(random, 6), "fc3.weight");
        return network.Build(network.Linear(value, TestTensors.Sparse(random, 0.5, 7, 6), TestTensors.Raw(random, 7), "fc4.weight"));
    }
}
