namespace DeepCompression.Aot.Tests.Samples;

/// <summary>The Digits sample without NativeAOT; <see cref="Aot.DigitsTests"/> has the executable.</summary>
public sealed class DigitsOnTheJitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_does_not_claim_to_be_an_executable_that_needs_no_other_file()
    {
        _folder.Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        _folder.Write("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[28 * 28]]);

        string output = (await SampleProgram.Run("Digits", "--images", _folder.FullPath)).AssertSucceeds().Output;

        Assert.Contains("\nexecutable  none: running on the .NET runtime;", output, StringComparison.Ordinal);
    }
}
