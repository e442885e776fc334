using System.Text.Json;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Tests.CommandLine.Onnx;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Tests.CommandLine;

/// <summary>What the commands do with every golden artifact.</summary>
public class GoldenFilesTests
{
    [Theory]
    [InlineData("inspect")]
    [InlineData("inspect", "--json")]
    [InlineData("evaluate", "--data", "drawn")]
    [InlineData("export", "--onnx", "never-written.onnx")]
    public async Task Every_corrupt_artifact_is_refused_with_its_own_message(params string[] command)
    {
        foreach ((string file, string message) in GoldenFiles.Corrupt)
        {
            CommandRun run = await CommandRun.Deepc([command[0], file, .. command[1..]]);

            run.AssertFails(ExitCodes.Failure, file, message);
        }

        Assert.False(File.Exists("never-written.onnx"));
    }

    [Fact]
    public async Task A_flipped_byte_or_a_missing_end_is_refused_wherever_it_is()
    {
        using var folder = new TemporaryFolder();
        byte[] original = GoldenCase.Load("mlp").Artifact;
        for (int i = 0; i < original.Length; i++)
        {
            byte[] flipped = [.. original];
            flipped[i] ^= 0xFF;
            string file = folder.Write("flipped.dcz", flipped);
            (await CommandRun.Deepc("inspect", file)).AssertFails(ExitCodes.Failure, file);

            file = folder.Write("truncated.dcz", original.AsSpan(0, i));
            (await CommandRun.Deepc("inspect", file)).AssertFails(ExitCodes.Failure, file);
        }
    }

    [Fact]
    public async Task Every_valid_artifact_is_inspected_as_text_and_as_json()
    {
        foreach (string file in GoldenFiles.Valid)
        {
            CommandRun text = (await CommandRun.Deepc("inspect", file)).AssertSucceeds();
            CommandRun json = (await CommandRun.Deepc("inspect", file, "--json")).AssertSucceeds();

            Assert.Contains(file, text.Output, StringComparison.Ordinal);
            using JsonDocument parsed = JsonDocument.Parse(json.Output);
            Assert.Equal(new FileInfo(file).Length, parsed.RootElement.GetProperty("fileBytes").GetInt64());
        }
    }

    [Fact]
    public async Task Every_valid_artifact_that_is_no_classifier_of_these_images_is_refused_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        string images = TrainingImages.Write(folder);
        foreach (string file in GoldenFiles.Valid)
        {
            (await CommandRun.Deepc("evaluate", file, "--data", images)).AssertFails(ExitCodes.Failure);
        }
    }

    [Fact]
    public async Task Every_valid_artifact_exports_to_a_model_that_computes_the_expected_outputs()
    {
        using var folder = new TemporaryFolder();
        int computed = 0;
        foreach (string file in GoldenFiles.Valid)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string output = folder.File(name + ".onnx");
            (await CommandRun.Deepc("export", file, "--onnx", output)).AssertSucceeds();

            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(output));
            if (OnnxReference.Knows(model))
            {
                Assert.All(GoldenCase.Load(name).Samples, sample => AssertComputes(model, sample));
                computed++;
            }
        }

        Assert.True(computed >= 40, $"{computed} models are computed");
    }

    private static void AssertComputes(ModelProto model, GoldenSample sample)
    {
        double[][] outputs = [.. OnnxReference.Run(model, sample.Inputs).Values];
        Assert.Equal(sample.Outputs.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(sample.Outputs[i].Length, outputs[i].Length);
            Assert.All(outputs[i].Zip(sample.Outputs[i]), pair => Assert.Equal(pair.Second, pair.First, 1e-7 * Math.Max(1, Math.Abs(pair.Second))));
        }
    }
}
