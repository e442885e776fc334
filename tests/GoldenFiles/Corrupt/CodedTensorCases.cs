using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>The CodedTensors section: header, codebook, code lengths, stream.</summary>
internal static class CodedTensorCases
{
    public static IEnumerable<CorruptCase> All() => [.. Headers(), .. Codebooks(), .. Tables(), .. Streams()];

    private static IEnumerable<CorruptCase> Headers()
    {
        yield return new("coded-parameter-does-not-exist", File(coded: [7, .. SoundCoded[1..]]), "parameter 7 does not exist");
        yield return new("coded-parameter-twice", File(coded: [.. SoundCoded, .. SoundCoded]), "parameter 0 is stored twice");
        yield return new("coded-length-beyond-end", File(coded: [0, 99, .. SoundCoded[2..]]), "items are announced, but only");
        yield return Of("weights-more-than-fit", "9 weights do not fit into 2×4", Payload(weightCount: [9]));
        yield return Of("weights-none-with-codebook", "bytes follow its end", Payload(weightCount: [0]));
        yield return Of("filler-skip-0", "a filler skip of 0", Payload(fillerSkip: [0]));
        yield return Of("filler-skip-256", "a filler skip of 256", Payload(fillerSkip: Varint(256)));
    }

    private static IEnumerable<CorruptCase> Codebooks()
    {
        yield return Of("centroids-0", "0 centroids, not 1 to 255", Payload(centroids: [0, 1]));
        yield return Of("centroids-256", "256 centroids, not 1 to 255", Payload(centroids: [.. Varint(256), 1, .. new byte[512]]));
        yield return Of("centroids-beyond-end", "200 numbers are announced", Payload(centroids: [.. Varint(200), 1, 0, 0xB8, 0, 0x3C]));
        yield return Of("centroid-format-unknown", "number format 2 is not known", Payload(centroids: [2, 2, 0x00, 0xB8, 0x00, 0x3C]));
        yield return Of("centroids-equal", "the centroids do not ascend", Payload(centroids: [2, 1, 0x00, 0x3C, 0x00, 0x3C]));
        yield return Of("centroids-descending", "the centroids do not ascend", Payload(centroids: [2, 1, 0x00, 0x3C, 0x00, 0xB8]));
        yield return Of("centroid-zero", "a centroid is zero", Payload(centroids: [2, 1, 0x00, 0x00, 0x00, 0x3C]));
        yield return Of("centroid-minus-zero", "a centroid is zero", Payload(centroids: [2, 1, 0x00, 0x80, 0x00, 0x3C]));
        yield return Of("centroid-nan", "a number is not finite", Payload(centroids: [2, 1, 0x00, 0xB8, 0x00, 0x7E]));
        yield return Of("centroid-infinite", "a number is not finite", Payload(centroids: [2, 0, 0, 0, 0x80, 0xFF, 0, 0, 0x80, 0x3F]));
    }

    private static IEnumerable<CorruptCase> Tables()
    {
        yield return Of("code-over-subscribed", "do not form a complete prefix code", Payload(tables: "011 1 1 1 " + IndexTable));
        yield return Of("code-incomplete", "do not form a complete prefix code", Payload(tables: "1 1 1 00100 " + IndexTable));
        yield return Of("code-without-symbols", "do not form a complete prefix code", Payload(tables: "00100 00100 00100 00100 " + IndexTable));
        yield return Of("code-of-one-symbol-in-two-bits", "do not form a complete prefix code", Payload(tables: "1 00100 00100 00100 " + IndexTable));
        yield return Of("code-length-0", "a code length of 0 is outside 1 to 12", Payload(tables: "00110 1 1 1 " + IndexTable));
        yield return Of("code-length-13", "a code length of 13 is outside 1 to 12", Payload(tables: "000010111 1 1 1 " + IndexTable));
        yield return Of("code-length-out-of-range", "a number in the code lengths is out of range", Payload(tables: "0000000000000000"));
        yield return Of("code-lengths-cut-short", "the bits end early", Payload(tables: "1 1", stream: string.Empty));
        yield return Of("code-lengths-padding", "padding bits are not zero", Payload(tables: GapTable + IndexTable + "01"));
    }

    private static IEnumerable<CorruptCase> Streams()
    {
        yield return Of("gap-beyond-end", "a gap leads beyond the tensor's end", Payload(stream: "0 1  11 11 0 0  10 1"));
        yield return Of("stream-of-fillers", "the bits end early", Payload(stream: "1111 1111 1111 1111"));
        yield return Of("stream-cut-short", "the bits end early", Payload(stream: "0 1  11 0 0  1"));
        yield return Of("stream-padding", "padding bits are not zero", Payload(stream: "0 1  11 0 0  10 1  001"));
        yield return Of("stream-with-trailing-byte", "bytes follow the last weight", Payload(stream: "0 1  11 0 0  10 1  0000000 00000000"));
        yield return Of("codeword-unknown", "a codeword of the stream is not in its code", Payload(tables: "00100 011 00100 00100 " + IndexTable, stream: "0 1  10 0 0000000000000"));
    }

    private static CorruptCase Of(string name, string message, byte[] payload)
    {
        byte[] length = Varint(payload.Length);
        return new(name, File(coded: [0, .. length, .. payload]), message);
    }
}
