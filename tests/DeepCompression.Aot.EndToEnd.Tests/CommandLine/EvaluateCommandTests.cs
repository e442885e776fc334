using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Tests.CommandLine;

public class EvaluateCommandTests
{
    private const int Images = 100;

    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("lenet-5")]
    public async Task Logits_predictions_and_error_are_those_of_the_reference_interpreter(string network)
    {
        using var folder = new TemporaryFolder();
        string file = SampleArtifact.Write(folder.FullPath, network);
        Dataset test = DrawnDigits.Create(1, 1, Images).Test;
        IdxFolder.WriteTest(folder.File("images"), test);

        CommandRun run = await CommandRun.Deepc(
            "evaluate", file, "--data", folder.File("images"), "--json", "--logits", folder.File("logits"), "--predictions", folder.File("classes"));

        float[][] expected = Reference(file, test);
        AssertClose(expected, MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File("logits"))).ToArray());
        int[] classes = [.. expected.Select(logits => Array.IndexOf(logits, logits.Max()))];
        Assert.Equal(classes.Select(label => label.ToString(CultureInfo.InvariantCulture)), File.ReadAllLines(folder.File("classes")));
        int wrong = classes.Where((label, i) => label != test.Labels[i]).Count();
        using JsonDocument json = JsonDocument.Parse(run.AssertSucceeds().Output);
        Assert.Equal(
            ["file", "fileBytes", "data", "images", "wrong", "errorPercent"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(wrong, json.RootElement.GetProperty("wrong").GetInt32());
        Assert.Equal(100.0 * wrong / Images, json.RootElement.GetProperty("errorPercent").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Networks_that_end_in_a_softmax_or_that_the_engine_does_not_take_are_evaluated_too(bool isRefusedByTheEngine)
    {
        using var folder = new TemporaryFolder();
        var builder = new GraphBuilder();
        int hidden = builder.Linear(builder.Input(784), 784, 12, "fc1");
        int curved = isRefusedByTheEngine
            ? builder.Apply(new UnaryOperator(hidden, UnaryFunction.Erf, EquatableArray<float>.Empty))
            : builder.Relu(hidden);
        int logits = builder.Linear(curved, 12, 10, "fc2");
        Graph graph = builder.Build(builder.Softmax(logits));
        var random = new Random(3);
        Tensor[] tensors = [.. graph.Parameters.Select(shape => RawTensorEncoder.Encode(
            shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => random.NextSingle() - 0.5f)], NumberFormat.Single))];
        string file = folder.File("softmax.dcz");
        await File.WriteAllBytesAsync(file, ArtifactWriter.Write(graph, tensors));
        Dataset test = DrawnDigits.Create(1, 1, Images).Test;
        IdxFolder.WriteTest(folder.File("images"), test);

        (await CommandRun.Deepc("evaluate", file, "--data", folder.File("images"), "--logits", folder.File("logits"))).AssertSucceeds();

        float[] outputs = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(folder.File("logits"))).ToArray();
        AssertClose(Reference(file, test), outputs);
        Assert.All(outputs.Chunk(10), shares => Assert.Equal(1, shares.Sum(), 1e-5));
    }

    [Fact]
    public async Task A_network_of_several_outputs_is_refused_with_their_number()
    {
        using var folder = new TemporaryFolder();
        var builder = new GraphBuilder();
        int input = builder.Input(4);
        Graph graph = builder.Build(builder.Relu(input), builder.Flatten(input));
        string file = folder.File("two.dcz");
        await File.WriteAllBytesAsync(file, ArtifactWriter.Write(graph, []));

        (await CommandRun.Deepc("evaluate", file, "--data", "drawn")).AssertFails(ExitCodes.Failure, "1 inputs and 2 outputs");
    }

    [Fact]
    public async Task Without_data_an_artifact_of_unknown_origin_cannot_be_evaluated()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = await CommandRun.Deepc("evaluate", SampleArtifact.Write(folder.FullPath, "lenet-300-100"));

        run.AssertFails(ExitCodes.Usage, "was trained on 'none [/]'", "--data");
    }

    [Fact]
    public async Task A_folder_without_the_files_is_named()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = await CommandRun.Deepc("evaluate", SampleArtifact.Write(folder.FullPath, "lenet-300-100"), "--data", folder.FullPath);

        run.AssertFails(ExitCodes.Failure, folder.FullPath, "t10k-images-idx3-ubyte");
    }

    [Fact]
    public async Task Images_of_another_size_are_refused()
    {
        using var folder = new TemporaryFolder();
        var test = new Dataset("tiny", new ImageShape(1, 2, 2), new byte[4], new int[1], [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        IdxFolder.WriteTest(folder.File("tiny"), test);

        CommandRun run = await CommandRun.Deepc("evaluate", SampleArtifact.Write(folder.FullPath, "lenet-5"), "--data", folder.File("tiny"));

        run.AssertFails(ExitCodes.Failure, "lenet-5.dcz", "784", "'tiny'");
    }

    [Fact]
    public async Task Interrupted_it_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        string file = SampleArtifact.Write(folder.FullPath, "lenet-300-100");

        CommandRun run = await CommandRun.Deepc(
            new CancellationToken(canceled: true), "evaluate", file, "--data", "drawn", "--logits", folder.File("logits"));

        run.AssertFails(ExitCodes.Interrupted, "interrupted");
        Assert.Equal([file], Directory.GetFiles(folder.FullPath));
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "many")]
    public async Task A_senseless_number_of_threads_is_wrong_usage(string option, string value)
    {
        (await CommandRun.Deepc("evaluate", "x.dcz", option, value)).AssertFails(ExitCodes.Usage, option);
    }

    private static float[][] Reference(string file, Dataset test)
    {
        var interpreter = new ReferenceInterpreter(ArtifactReader.Read(File.ReadAllBytes(file)));
        var inputs = new float[test.Count * test.Shape.Length];
        test.CopyInputs(0, inputs);
        return [.. inputs.Chunk(test.Shape.Length).Select(image => interpreter.Run(image).Single())];
    }

    private static void AssertClose(float[][] expected, float[] actual)
    {
        float[] flat = [.. expected.SelectMany(logits => logits)];
        float largest = flat.Max(Math.Abs);
        Assert.Equal(flat.Length, actual.Length);
        Assert.All(flat.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * largest));
    }
}
