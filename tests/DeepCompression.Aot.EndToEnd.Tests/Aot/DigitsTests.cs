using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Aot;

[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class DigitsTests(DigitsExecutable digits) : IClassFixture<DigitsExecutable>, IDisposable
{
    private const long MaximumBytes = 1_600_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Publishing_gives_one_small_file_without_a_warning()
    {
        Assert.DoesNotContain("warning", digits.PublishOutput, StringComparison.OrdinalIgnoreCase);
        string file = Assert.Single(digits.Files);
        Assert.Equal("Digits", Path.GetFileName(file));
        Assert.InRange(new FileInfo(file).Length, 1, MaximumBytes);
    }

    [DataFact("mnist")]
    public Task The_executable_with_lenet_300_100_predicts_as_deepc_evaluate_and_as_the_reference() => DigitsReference.Compare("lenet-300-100", digits.Run);

    [DataFact("mnist")]
    public Task The_executable_with_lenet_5_predicts_as_deepc_evaluate_and_as_the_reference() => DigitsReference.Compare("lenet-5", digits.Run);

    [DataFact("mnist")]
    public Task Compiled_without_avx2_the_sample_predicts_the_same() => CompareInstructionSets("x86-x64-v2");

    [Avx512Fact]
    public Task Compiled_with_avx512_the_sample_predicts_the_same() => CompareInstructionSets("x86-x64-v4");

    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("lenet-5")]
    public async Task Without_arguments_it_prints_its_card_and_recognises_the_digits_drawn_in_its_source(string model)
    {
        string output = (await digits.Run("--model", model)).AssertSucceeds().Output;

        DigitsReference.CheckDrawn(model, output);
    }

    [Theory]
    [InlineData(2, "--no-such-option", "'--no-such-option' is no option")]
    [InlineData(2, "--model=lenet-9", "is no option")]
    [InlineData(2, "--model lenet-9", "there is no model 'lenet-9'")]
    [InlineData(2, "--images", "--images needs a value")]
    [InlineData(2, "--logits out", "need --images")]
    [InlineData(1, "--images no-such-folder", "there is no folder 'no-such-folder'")]
    [InlineData(1, "--images .", "holds no file t10k-labels-idx1-ubyte")]
    public async Task A_mistake_is_told_in_one_line(int exitCode, string arguments, string message)
    {
        ProcessRun run = await digits.Run(arguments.Split(' '));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("Digits: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(message, run.Output, StringComparison.Ordinal);
        Assert.EndsWith(".\n", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Damaged_image_files_are_errors_and_never_crashes()
    {
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 1, 7];
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[28 * 28]];
        _folder.Write("t10k-labels-idx1-ubyte", labels);
        _folder.Write("t10k-images-idx3-ubyte", images);
        (await digits.Run("--images", _folder.FullPath)).AssertSucceeds();

        byte[] huge = [.. images];
        huge[4] = 0x7F;
        foreach (byte[] damaged in (byte[][])[[], images[..3], images[..15], images[..^1], huge, [.. images[..7], 2, .. images[8..], .. new byte[28 * 28]], [1, .. images[1..]], [0x1F, 0x8B, .. images]])
        {
            _folder.Write("t10k-images-idx3-ubyte", damaged);

            ProcessRun run = await digits.Run("--images", _folder.FullPath);

            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith("Digits: '", run.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Another instruction set means other kernels in the program: an executable of its own, the same predictions.</summary>
    private async Task CompareInstructionSets(string instructionSet)
    {
        string published = _folder.File(instructionSet);
        await DigitsExecutable.Publish(published, $"-p:IlcInstructionSet={instructionSet}");
        foreach (string model in (string[])["lenet-300-100", "lenet-5"])
        {
            string[] arguments = ["--images", Path.Combine(Repository.Data, "mnist"), "--model", model, "--predictions"];
            (await digits.Run([.. arguments, _folder.File("expected")])).AssertSucceeds();

            (await ProcessRun.Start(published, Path.Combine(published, "Digits"), "", [.. arguments, _folder.File("actual")])).AssertSucceeds();

            Assert.Equal(await File.ReadAllTextAsync(_folder.File("expected")), await File.ReadAllTextAsync(_folder.File("actual")));
        }
    }
}
