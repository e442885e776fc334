using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.CommandLine;

public class TrainCommandTests
{
    private static readonly string[] Quick =
    [
        "--epochs", "1", "--rounds", "1", "--prune-epochs", "0", "--retrain-epochs", "1", "--freeze-epochs", "0", "--share-epochs", "1",
        "--copies", "0", "--teacher", "none", "--no-cache", "--threads", "1", "--densities", "0.1",
    ];

    [Fact]
    public async Task Json_has_its_stable_names_and_the_file_is_as_it_says()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("net.dcz");

        CommandRun run = await CommandRun.Deepc(
            ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", output, "--json", "--bits", "4,4,3", .. Quick]);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(
            ["file", "network", "data", "seed", "fileBytes", "denseBytes", "ratio", "errorPercent", "validationErrorPercent",
                "denseErrorPercent", "denseValidationErrorPercent", "seconds", "layers", "stages"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(new FileInfo(output).Length, root.GetProperty("fileBytes").GetInt64());
        Assert.Equal(["train", "prune", "quantise", "encode"], root.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("stage").GetString()));
        Artifact artifact = ArtifactReader.Read(File.ReadAllBytes(output));

        // As many weights as were asked for, less those that read units which are always zero or belong to units that none reads.
        Assert.All(
            artifact.Tensors.Where(tensor => tensor.Shape.Rank > 1).Zip([23_520, 3_000, 100]),
            pair => Assert.InRange(pair.First.Nnz, pair.Second / 2, pair.Second));
        Assert.All(artifact.Tensors.OfType<CodedTensor>().Zip([15, 15, 7]), pair => Assert.InRange(pair.First.Codebook.Length, 1, pair.Second));
    }

    [Fact]
    public async Task A_run_goes_on_from_the_dense_weights_of_another()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.File("dense.safetensors");
        string[] common = ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", folder.File("net.dcz"), "--json"];

        CommandRun first = await CommandRun.Deepc([.. common, "--save-dense", weights, .. Quick]);
        CommandRun second = await CommandRun.Deepc([.. common, "--from", weights, .. Quick[2..], "--epochs", "0"]);

        Assert.Equal(DenseError(first), DenseError(second));
        (await CommandRun.Deepc([.. common, "--save-dense", folder.FullPath, .. Quick])).AssertFails(ExitCodes.Failure, "this is a folder");

        static double DenseError(CommandRun run)
        {
            using JsonDocument json = JsonDocument.Parse(run.Output);
            return json.RootElement.GetProperty("denseErrorPercent").GetDouble();
        }
    }

    [Fact]
    public async Task An_engine_or_a_device_that_is_not_there_is_an_error_that_says_so()
    {
        (await CommandRun.Deepc("train", "lenet-5", "--engine", "torch", "--device", "nowhere")).AssertFails(ExitCodes.Failure, "'nowhere'");
        (await CommandRun.Deepc("train", "lenet-5", "--device", "cpu")).AssertFails(ExitCodes.Usage, "--device needs --engine torch");
    }

    [Fact]
    public async Task Piped_progress_is_a_line_for_each_epoch_and_a_table_for_each_stage()
    {
        using var folder = new TemporaryFolder();

        CommandRun run = await CommandRun.Deepc(
            ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", folder.File("net.dcz"), .. Quick]);

        run.AssertSucceeds();
        Assert.DoesNotContain('\u001b', run.Output);
        string[] lines = run.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Single(lines, line => line.StartsWith("train 1/1: loss ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("prune 1/1: loss ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("quantise 1/1: loss ", StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(line => line.StartsWith("fc2 ", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("container ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_gets_bars_and_the_same_tables()
    {
        using var folder = new TemporaryFolder();
        using var screen = new StringWriter();
        var terminal = new Terminal(screen, screen, OutputIsTerminal: true, ErrorIsTerminal: true);

        int exitCode = await Tool.RunAsync(
            ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", folder.File("net.dcz"), .. Quick], terminal);

        Assert.Equal(ExitCodes.Success, exitCode);
        string[] lines = screen.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.DoesNotContain(lines, line => line.EndsWith("images/s", StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(line => line.StartsWith("fc2 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Equal_seeds_give_equal_files()
    {
        using var folder = new TemporaryFolder();
        string images = TrainingImages.Write(folder);

        foreach (string name in new[] { "one.dcz", "two.dcz" })
        {
            (await CommandRun.Deepc(["train", "lenet-300-100", "--data", images, "--output", folder.File(name), "--seed", "5", .. Quick])).AssertSucceeds();
        }

        Assert.Equal(File.ReadAllBytes(folder.File("one.dcz")), File.ReadAllBytes(folder.File("two.dcz")));
    }

    [Fact]
    public async Task An_evaluation_of_the_file_gives_the_error_that_training_reported()
    {
        using var folder = new TemporaryFolder();
        string images = TrainingImages.Write(folder);
        CommandRun trained = await CommandRun.Deepc(
            ["train", "lenet-300-100", "--data", images, "--output", folder.File("net.dcz"), "--json", .. Quick]);

        CommandRun evaluated = await CommandRun.Deepc("evaluate", folder.File("net.dcz"), "--data", images, "--json");

        Assert.Equal(ErrorPercent(trained.Output), ErrorPercent(evaluated.AssertSucceeds().Output));
    }

    [Fact]
    public async Task Interrupted_it_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        CommandRun run = await CommandRun.Deepc(
            interrupt.Token, ["train", "lenet-300-100", "--data", TrainingImages.Write(folder), "--output", folder.File("net.dcz"), "--no-cache", "--epochs", "9999"]);

        Assert.Equal(ExitCodes.Interrupted, run.ExitCode);
        Assert.Empty(Directory.GetFiles(folder.FullPath));
    }

    [Theory]
    [InlineData("lenet-4")]
    [InlineData("lenet-5", "--densities", "0.1,0.2")]
    [InlineData("lenet-5", "--densities", "1.5")]
    [InlineData("lenet-5", "--densities", "0,1")]
    [InlineData("lenet-5", "--densities", "0.1", "--sensitivities", "1")]
    [InlineData("lenet-5", "--weights", "430501")]
    [InlineData("lenet-5", "--bits", "9")]
    [InlineData("lenet-5", "--bits", "4.5")]
    [InlineData("lenet-5", "--seed", "-1")]
    [InlineData("lenet-5", "--rounds", "0")]
    public async Task Options_that_make_no_sense_are_wrong_usage(params string[] arguments)
    {
        (await CommandRun.Deepc(["train", .. arguments])).AssertFails(ExitCodes.Usage, arguments.Length > 1 ? arguments[1] : arguments[0]);
    }

    [Fact]
    public async Task An_unknown_initialisation_is_answered_with_the_known_ones()
    {
        (await CommandRun.Deepc("train", "lenet-5", "--initialisation", "random")).AssertFails(ExitCodes.Usage, "'random'", "'linear'", "'density'", "'forgy'");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        (await CommandRun.Deepc("train", "lenet-5", "--data", "no-such-folder")).AssertFails(ExitCodes.Failure, "no-such-folder", "does not exist");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_told_before_training()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", []);

        CommandRun intoFile = await CommandRun.Deepc("train", "lenet-5", "--data", TrainingImages.Write(folder), "--output", Path.Combine(file, "net.dcz"));
        CommandRun ontoFolder = await CommandRun.Deepc("train", "lenet-5", "--data", folder.File("images"), "--output", folder.FullPath);

        intoFile.AssertFails(ExitCodes.Failure, file, "cannot be written");
        ontoFolder.AssertFails(ExitCodes.Failure, folder.FullPath, "this is a folder");
    }

    [Fact]
    public async Task Only_mnist_can_be_downloaded()
    {
        (await CommandRun.Deepc("train", "lenet-5", "--download")).AssertFails(ExitCodes.Failure, "drawn", "--download");
    }

    [Fact]
    public async Task Images_of_another_size_are_refused_before_training()
    {
        using var folder = new TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 10))];
        TrainingImages.Write(folder.FullPath, "train", new byte[20 * 9], labels, 3);
        TrainingImages.Write(folder.FullPath, "t10k", new byte[20 * 9], labels, 3);

        (await CommandRun.Deepc("train", "lenet-5", "--data", folder.FullPath)).AssertFails(ExitCodes.Failure, "lenet-5", "784 values", "have 9");
    }

    private static double ErrorPercent(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("errorPercent").GetDouble();
    }
}
