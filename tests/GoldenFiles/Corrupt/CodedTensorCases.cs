using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Coded tensors: count of weights, codebook, live columns, code lengths, stream.</summary>
internal static class CodedTensorCases
{
    private const string NoScale = "the scale is not that of the largest number";

    public static IEnumerable<CorruptCase> All() => [.. Headers(), .. Codebooks(), .. Columns(), .. Tables(), .. Streams(), .. Fixed(), .. WithoutGaps()];

    private static IEnumerable<CorruptCase> Headers()
    {
        yield return Of("weights-more-than-fit", "9 weights do not fit into 2×4", Weight(weightCount: 9));
        yield return new("weights-more-than-bits", File($"{VectorInput} {Number(1)} {Operator(Format.OperatorKind.Linear)} {Number(60)} 0 {LastValue}", Weight(weightCount: 240), bias: string.Empty), "240 weights are announced, but only");
        yield return Of("gap-classes-33", "33 classes of gaps, not 0 to 32", Weight(code: $"00 {Number(33)}"));
        yield return Of("gap-classes-63", "63 classes of gaps, not 0 to 62", Weight(code: $"01 {Number(63)}"));
    }

    private static IEnumerable<CorruptCase> Codebooks()
    {
        yield return Of("centroids-0-at-fixed-width", "0 centroids, not 1 to 255", Weight("11", codebook: $"{Number(0)} 01"));
        yield return Of("centroids-256", "256 centroids, not 1 to 255", Weight(codebook: $"{Number(256)} 01"));
        yield return Of("centroids-beyond-end", "200 numbers are announced", Weight(codebook: $"{Number(200)} 01 {Half(0xB800)}"));
        yield return Of("centroids-equal", "the centroids do not ascend", Weight(codebook: Codebook(0x3C00, 0x3C00)));
        yield return Of("centroids-descending", "the centroids do not ascend", Weight(codebook: Codebook(0x3C00, 0xB800)));
        yield return Of("centroid-zero", "a centroid is zero", Weight(codebook: Codebook(0x0000, 0x3C00)));
        yield return Of("centroid-minus-zero", "a centroid is zero", Weight(codebook: Codebook(0x8000, 0x3C00)));
        yield return Of("centroid-nan", "a number is not finite", Weight(codebook: Codebook(0xB800, 0x7E00)));
        yield return Of("centroid-infinite", "a number is not finite", Weight(codebook: $"{Number(2)} 00 {Single(float.NegativeInfinity)} {Single(1)}"));
        yield return Of("steps-beyond-all-numbers", "a step leads beyond all numbers", Weight(codebook: $"{Number(2)} 11 {Bits(31, 5)} {Single(1)} {Number(int.MaxValue, 31)}"));
        yield return Of("steps-to-infinity", "a number is not finite", Weight(codebook: $"{Number(2)} 11 {Bits(0, 5)} {Single(float.MaxValue)} {Number(0)}"));
        yield return Of("steps-over-zero", "a centroid is zero", Weight(codebook: $"{Number(2)} 11 {Bits(1, 5)} {Single(-float.Epsilon)} {Number(1, 1)}"));
        yield return Of("steps-order-too-high", "the steps of a codebook are longer than they need to be", Weight(codebook: $"{Number(2)} 11 {Bits(3, 5)} {Single(1)} {Number(0, 3)}"));
        yield return Of("steps-announced-beyond-end", "200 centroids are announced, but only", Weight(codebook: $"{Number(200)} 11 {Bits(31, 5)} {Single(1)}"));
        yield return Of("tiny-scale-too-large", "a scale of 101 is beyond ±100", Weight(codebook: $"{Number(2)} 10 {Signed(101)} 11110000 01110000"));
        yield return Of("tiny-minus-zero", "a number is minus zero", Weight(codebook: $"{Number(2)} 10 {Signed(0)} 10000000 01110000"));
        yield return Of("tiny-scale-of-none", NoScale, Weight(codebook: $"{Number(2)} 10 {Signed(0)} 11100000 01100000"));
        yield return Of("tiny-zero", "a centroid is zero", Weight(codebook: $"{Number(2)} 10 {Signed(0)} 00000000 01110000"));
    }

    private static IEnumerable<CorruptCase> Columns()
    {
        // A live run of 3 after a dead one of 1 is "1 1 1 000 000 1 011": flag, one run, begins dead, both orders, lengths.
        yield return Of("columns-beyond-row", "runs of columns go beyond the 4 of a row", Weight(columns: $"1 1 1 000 000 {Number(0)} {Number(3)}"));
        yield return Of("columns-overflow", "runs of columns go beyond the 4 of a row", Weight(columns: $"1 1 1 000 000 {Number(int.MaxValue - 1)}"));
        yield return Of("columns-all-live", "runs of columns leave none out", Weight(columns: $"1 1 0 000 000 {Number(3)}"));
        yield return Of("columns-order-too-high", "runs of columns are longer than they need to be", Weight(columns: $"1 1 1 001 000 {Number(0)} {Number(2, 1)}"));
        yield return Of("column-runs-beyond-end", "items are announced, but only", Weight(columns: $"1 {Number(5000)}"));
    }

    private static IEnumerable<CorruptCase> Tables()
    {
        yield return Of("code-over-subscribed", "do not form a complete prefix code", Tabled("011 1 1 1"));
        yield return Of("code-incomplete", "do not form a complete prefix code", Tabled("1 1 00100 1"));
        yield return Of("code-without-last-class", "the last class of gaps does not occur", Tabled("011 1 00100 00100"));
        yield return Of("code-of-one-symbol-in-two-bits", "do not form a complete prefix code", Tabled("00100 00100 00100 1"));
        yield return Of("code-length-0", "a code length of 0 is outside 1 to 12", Tabled("00110 1 1 1"));
        yield return Of("code-length-13", "a code length of 13 is outside 1 to 12", Tabled("000010111 1 1 1"));
        yield return Of("code-length-out-of-range", "a code length of", Tabled(Number(int.MaxValue)));
        yield return Of("index-code-incomplete", "do not form a complete prefix code", Weight(code: $"00 {Number(4)} {GapTable} 1 010"));
        yield return new("code-lengths-cut-short", Envelope(Format.Artifact.Version, $"{SoundGraph} 10 {Number(3)} {Codebook(0xB800, 0x3C00)} 0 00 {Number(4)} 1"), "the bits end early");
    }

    private static IEnumerable<CorruptCase> Streams()
    {
        yield return Of("gap-beyond-end", "a gap leads beyond the tensor's end", Weight(stream: "11 1  0 11 0  10 1"));
        yield return Of("gap-huge", "a gap leads beyond the tensor's end", Weight(code: $"00 {Number(32)} {string.Concat(Enumerable.Repeat("00100", 30))} {Number(SignedRank(1 - 5))} 1 {IndexTable}", stream: "1" + new string('1', 29)));
        yield return Of("gap-beyond-live-columns", "a gap leads beyond the tensor's end", Weight(columns: "1 1 1 000 000 1 1"));
        yield return new("stream-cut-short", Envelope(Format.Artifact.Version, $"{SoundGraph} {Weight(stream: "11 1  0 00 0")}"), "the bits end early");
        yield return Of("codeword-unknown", "a codeword of the stream is not in its code", Weight(codebook: Codebook(0x3C00), code: $"00 {Number(4)} {GapTable} 1", stream: "11 1"));
    }

    private static IEnumerable<CorruptCase> Fixed()
    {
        yield return Of("fixed-without-weights", "a tensor without weights has no gaps of fixed width", $"11 {Number(0)}");
        yield return Of("fixed-gap-of-0-bits", "gaps of 0 bits, not 1 to 8", Weight("11", code: Number(0)));
        yield return Of("fixed-gap-of-9-bits", "gaps of 9 bits, not 1 to 8", Weight("11", code: Number(9)));
        yield return Of("fixed-filler-with-index", "a filler zero has a codebook index", Weight("11", code: Number(2), stream: "01 1  11 1"));
        yield return Of("fixed-fillers-without-end", "a gap leads beyond the tensor's end", Weight("11", code: Number(2), stream: string.Concat(Enumerable.Repeat("11 0", 9))));
        yield return Of("fixed-index-beyond-codebook", "codebook index 3 does not exist", Weight("11", codebook: Codebook(0xB800, 0x3800, 0x3C00), code: Number(2), stream: "01 11"));
    }

    /// <summary>"No weight", and both indices, have the codewords 0, 10 and 11.</summary>
    private static IEnumerable<CorruptCase> WithoutGaps()
    {
        string code = $"00 {Number(0)} 011 010 1";
        yield return Of("no-gaps-but-resolution", "where there are no gaps, their resolution is 0", Weight(code: $"01 {Number(0)} 010 010 1"));
        yield return Of("no-gaps-more-weights", "there are more weights than are announced", Weight(code: code, stream: "0 10 0 0 0 0 10 11 ", weightCount: 2));
        yield return Of("no-gaps-fewer-weights", "there are fewer weights than are announced", Weight(code: code, stream: "0 10 0 0 0 0 10 0"));
    }

    /// <summary>The number that stands for a difference of code lengths.</summary>
    private static int SignedRank(int difference)
    {
        int rank = Format.SignedNumber.ToRank(difference);
        return rank >= Format.CodeLengths.Absent ? rank + 1 : rank;
    }

    private static string Tabled(string gapLengths) => Weight(code: $"00 {Number(4)} {gapLengths} {IndexTable}");

    private static CorruptCase Of(string name, string message, string weight) => new(name, File(weight: weight), message);
}
