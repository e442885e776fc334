using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Tensors stored number by number or in runs.</summary>
internal static class RawTensorCases
{
    public static IEnumerable<CorruptCase> All()
    {
        yield return Of("raw-format-unknown", "number format 3 is not known", "00 11");
        yield return new("raw-cut-short", Envelope(Format.Artifact.Version, $"{SoundGraph} {Weight()} 00 01 {Half(0x3400)} 0000000"), "2 numbers are announced");
        yield return Of("raw-nan", "a number is not finite", $"00 01 {Half(0x3400)} {Half(0x7C01)}");
        yield return Of("raw-infinite", "a number is not finite", $"00 00 {Single(float.PositiveInfinity)} {Single(0)}");
        yield return Of("raw-tiny-scale", "the scale is not that of the largest number", $"00 10 {Signed(3)} 00000000 00000000");
        yield return new("runs-of-a-matrix", File(weight: $"01 01 {Number(0)}"), "a tensor of 2×4 is stored in runs, which only vectors are");
        yield return Of("runs-announced-beyond-end", "items are announced, but only", $"01 01 {Number(9000)}");
        yield return Of("runs-too-long", "runs of numbers do not fit into 2", $"01 01 {Number(1)} {Half(0x3400)} {Number(2, 2)}");
        yield return Of("runs-overflow", "runs of numbers do not fit into 2", $"01 01 {Number(1)} {Half(0x3400)} {Number(int.MaxValue - 1, 2)}");
        yield return Of("runs-of-one-number", "two runs after each other are of one number", $"01 01 {Number(2)} {Half(0x3400)} {Number(0, 2)} {Half(0x3400)} {Number(0, 2)}");
        yield return Of("runs-end-in-zeros", "the last run is of zeros", $"01 01 {Number(2)} {Half(0x3400)} {Number(0, 2)} {Half(0x0000)} {Number(0, 2)}");
    }

    private static CorruptCase Of(string name, string message, string bias) => new(name, File(bias: bias), message);
}
