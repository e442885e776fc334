using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Tensors stored number by number, in runs, or split.</summary>
internal static class RawTensorCases
{
    public static IEnumerable<CorruptCase> All() => [.. Whole(), .. Split()];

    private static IEnumerable<CorruptCase> Whole()
    {
        yield return Of("raw-steps", "only the numbers of a codebook are stored in steps", "00 11");
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

    /// <summary>A bias of numbers of its own: how many are not zero, no centroid, the format, the first lead and how many there are, codes, stream.</summary>
    private static IEnumerable<CorruptCase> Split()
    {
        // Leads 30 and 31 of halves are those of ±1 to ±2, in one bit each; both gaps are 0, of which the only class takes no bits.
        const string Codes = "00 010 1 1 1";
        string leads = $"{Number(30)} {Number(2)}";
        string head = $"10 {Number(2)} {Number(0)}";
        yield return Of("split-format", "only numbers in single and half precision are split", $"{head} 10");
        yield return Of("split-leads-0", "0 leads of numbers, not 1 to 64", $"{head} 01 {Number(30)} {Number(0)}");
        yield return Of("split-leads-65", "65 leads of numbers, not 1 to 64", $"{head} 01 {Number(0)} {Number(65)}");
        yield return Of("split-leads-256", "256 leads of numbers, not 1 to 255", $"{head} 00 {Number(0)} {Number(256)}");
        yield return Of("split-leads-beyond-all", "2 leads from 63 on are more than there are", $"{head} 01 {Number(63)} {Number(2)}");
        yield return Of("split-lead-absent", "the first or the last lead does not occur", $"{head} 01 {leads} 00 010 1 00100 1");
        yield return Of("split-zero", "a weight is zero; zero weights are not stored", $"{head} 01 {Number(0)} {Number(2)} {Codes} 0 0000000000 1 0000000001");
        yield return Of("split-infinite", "a number is not finite", $"{head} 01 {Number(62)} {Number(2)} {Codes} 0 0000000000 1 0000000000");
    }

    private static CorruptCase Of(string name, string message, string bias) => new(name, File(bias: bias), message);
}
