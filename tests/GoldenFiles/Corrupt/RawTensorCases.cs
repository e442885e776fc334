using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>The RawTensors section, and which section a parameter is in.</summary>
internal static class RawTensorCases
{
    public static IEnumerable<CorruptCase> All()
    {
        yield return Of("raw-parameter-does-not-exist", "parameter 2 does not exist", [2, .. SoundRaw[1..]]);
        yield return Of("raw-parameter-twice", "parameter 1 is stored twice", [.. SoundRaw, .. SoundRaw]);
        yield return Of("parameter-in-two-sections", "parameter 0 is stored twice", [0, 1, .. new byte[16], .. SoundRaw]);
        yield return Of("raw-parameters-out-of-order", "parameter 0 is out of order", [.. SoundRaw, 0, 1, .. new byte[16]], coded: []);
        yield return Of("raw-format-unknown", "number format 3 is not known", [1, 3, .. SoundRaw[2..]]);
        yield return Of("raw-cut-short", "2 numbers are announced", SoundRaw[..^1]);
        yield return Of("raw-nan", "a number is not finite", [1, 1, 0x00, 0x34, 0x01, 0x7C]);
        yield return Of("raw-infinite", "a number is not finite", [1, 0, 0, 0, 0x80, 0x7F, 0, 0, 0, 0]);
        yield return new("parameter-missing", Envelope(Format.Artifact.Version, Section(Format.SectionTag.Graph, SoundGraph), Section(Format.SectionTag.CodedTensors, SoundCoded)), "parameter 1 is stored in no section");
    }

    private static CorruptCase Of(string name, string message, byte[] raw, byte[]? coded = null) => new(name, File(coded: coded, raw: raw), message);
}
