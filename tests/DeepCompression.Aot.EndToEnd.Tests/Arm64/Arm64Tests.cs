using DeepCompression.Aot.Tests.Aot;
using DeepCompression.Aot.Tests.Build;
using DeepCompression.Aot.Tests.Packaging;

namespace DeepCompression.Aot.Tests.Arm64;

/// <summary>NativeAOT executables for Arm64, run by an emulator: they say what those of this machine say.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class Arm64Tests(Arm64Digits digits) : IClassFixture<Arm64Digits>
{
    [SkippableFact]
    public async Task Publishing_the_sample_gives_no_warning() =>
        Assert.DoesNotContain("warning", await digits.Publish(), StringComparison.OrdinalIgnoreCase);

    [SkippableFact]
    public async Task The_sample_recognises_the_digits_drawn_in_its_source()
    {
        foreach (string model in Arm64Digits.Models)
        {
            DigitsReference.CheckDrawn(model, (await digits.Run("--model", model)).AssertSucceeds().Output);
        }
    }

    [SkippableFact]
    public async Task The_sample_predicts_as_deepc_evaluate_and_as_the_reference_and_allocates_nothing()
    {
        SkipException.ThrowIfDataAreMissing("mnist");
        foreach (string model in Arm64Digits.Models)
        {
            await DigitsReference.Compare(model, digits.Run);
        }
    }

    [SkippableFact]
    public async Task Every_mode_gives_the_reference_s_outputs_and_allocates_nothing()
    {
        using var program = new ModesProgram(Emulator.Properties);
        string output = Path.Combine(program.Folder, "published");

        Assert.DoesNotContain("warning", await Emulator.Publish(program.Folder, output), StringComparison.OrdinalIgnoreCase);

        ModesTests.Check(ModesProgram.Lines(await Emulator.Start(program.Folder, Path.Combine(output, "Modes"))));
    }
}
