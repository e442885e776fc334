using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Many threads on one generated network, the first use of its weights among them.</summary>
public sealed class ConcurrencyTests
{
    private const int Threads = 12;
    private const int RunsPerThread = 40;

    public static TheoryData<string> Networks => ["all-sections", "cnn", "lstm-stateful", "mlp", "residual-convolution", "split-single-sparse"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Threads_that_race_for_the_first_use_compute_what_one_computes(string name) => AssertAgree(name, memory: null, threads: null);

    [Theory]
    [MemberData(nameof(Networks))]
    public void So_do_those_that_decode_the_weights_in_every_inference(string name) => AssertAgree(name, "streaming", threads: null);

    [Theory]
    [MemberData(nameof(Networks))]
    public void So_do_those_that_have_a_second_thread_help(string name) => AssertAgree(name, memory: null, threads: "2");

    private static void AssertAgree(string name, string? memory, string? threads)
    {
        GoldenModel golden = GoldenModel.Find(name);
        GoldenSample sample = golden.Samples[0];
        int[] lengths = [.. sample.Outputs.Select(output => output.Length)];

        // A class of its own, which nothing has used before.
        CompiledModel model = Compile(golden, memory, threads);
        using var barrier = new Barrier(Threads);
        var results = new float[Threads][][][];
        Thread[] racing = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            barrier.SignalAndWait();
            results[thread] = [.. Enumerable.Range(0, RunsPerThread).Select(_ => model.Run(sample.Inputs, lengths))];
        }))];
        Array.ForEach(racing, thread => thread.Start());
        Array.ForEach(racing, thread => thread.Join());

        float[][] alone = model.Run(sample.Inputs, lengths);
        for (int i = 0; i < alone.Length; i++)
        {
            Closeness.AssertClose(sample.Outputs[i], alone[i], $"{name}, output {i}");
        }

        Assert.All(results.SelectMany(runs => runs), result => Assert.Equal(alone, result));
    }

    private static CompiledModel Compile(GoldenModel golden, string? memory, string? threads)
    {
        var run = new GeneratorRun(
            $"[DeepCompression.Aot.CompressedModel(\"{golden.Name}.dcz\")] static partial class Raced;",
            ModelText.Of(golden.Name + ".dcz", golden.Artifact, memory: memory, threads: threads));
        return CompiledModels.Of(run)["Raced"];
    }
}
