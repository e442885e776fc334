using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>The optional sections: names, activation scales, input contract, provenance.</summary>
internal static class DescriptionCases
{
    private static readonly byte[] One = [0, 0, 0x80, 0x3F];
    private static readonly byte[] NotANumber = [0, 0, 0xC0, 0x7F];

    public static IEnumerable<CorruptCase> All() => [.. Names(), .. ActivationScales(), .. InputContracts(), .. Provenance()];

    private static IEnumerable<CorruptCase> Names()
    {
        yield return Of("names-nothing", "it says nothing", SectionTag.Names, 0, 0);
        yield return Of("names-of-no-value", "number 2 is repeated, out of order or does not exist", SectionTag.Names, 1, 2, 1, (byte)'x', 0);
        yield return Of("names-repeated", "number 0 is repeated, out of order or does not exist", SectionTag.Names, 2, 0, 1, (byte)'x', 0, 1, (byte)'y', 0);
        yield return Of("names-of-no-parameter", "number 2 is repeated, out of order or does not exist", SectionTag.Names, 0, 1, 2, 1, (byte)'x');
        yield return Of("name-not-utf8", "a text is not valid UTF-8", SectionTag.Names, 1, 0, 2, 0xC3, 0x28, 0);
        yield return Of("name-with-escape-sequence", "a text holds a control character", SectionTag.Names, 1, 0, 2, 0x1B, (byte)'[', 0);
        yield return Of("name-beyond-end", "items are announced, but only", SectionTag.Names, 1, 0, 200, 1);
        yield return Of("names-with-trailing-byte", "1 bytes follow its end", SectionTag.Names, 1, 0, 1, (byte)'x', 0, 0);
    }

    private static IEnumerable<CorruptCase> ActivationScales()
    {
        yield return Of("scales-nothing", "it says nothing", SectionTag.ActivationScales, 0);
        yield return Of("scale-of-no-value", "number 9 is repeated, out of order or does not exist", SectionTag.ActivationScales, [1, 9, .. One]);
        yield return Of("scale-zero", "largest magnitude is not positive", SectionTag.ActivationScales, 1, 0, 0, 0, 0, 0);
        yield return Of("scale-nan", "a number is not finite", SectionTag.ActivationScales, [1, 0, .. NotANumber]);
        yield return Of("scales-with-trailing-byte", "1 bytes follow its end", SectionTag.ActivationScales, [1, 0, .. One, 0]);
    }

    private static IEnumerable<CorruptCase> InputContracts()
    {
        yield return Of("layout-unknown", "input layout 3 is not known", SectionTag.InputContract, [3, 1, .. One, .. One, 0]);
        yield return Of("layout-of-a-vector", "an input of 4 has no channels to lay out", SectionTag.InputContract, [1, 1, .. One, .. One, 0]);
        yield return Of("normalisation-missing", "0 normalisations for 1 channels", SectionTag.InputContract, 0, 0, 0);
        yield return Of("normalisations-of-no-channel", "2 normalisations for 1 channels", SectionTag.InputContract, [0, 2, .. One, .. One, .. One, .. One, 0]);
        yield return Of("normalisation-nan", "a number is not finite", SectionTag.InputContract, [0, 1, .. One, .. NotANumber, 0]);
        yield return Of("labels-too-few", "1 labels do not name the elements of an output of 2", SectionTag.InputContract, [0, 1, .. One, .. One, 1, 1, (byte)'x']);
        yield return Of("contract-with-trailing-byte", "1 bytes follow its end", SectionTag.InputContract, [0, 1, .. One, .. One, 0, 0]);
    }

    private static IEnumerable<CorruptCase> Provenance()
    {
        yield return Of("provenance-nothing", "it says nothing", SectionTag.Provenance, 0);
        yield return Of("provenance-cut-short", "items are announced, but only", SectionTag.Provenance, 1, 1);
        yield return Of("provenance-key-unknown", "provenance key 6 is not known", SectionTag.Provenance, 1, 6, 1, (byte)'x');
        yield return Of("provenance-known-key-spelt-out", "the provenance key 'seed' is not written by its number", SectionTag.Provenance, [1, 0, 4, .. "seed"u8, 1, (byte)'1']);
        yield return Of("provenance-with-trailing-byte", "1 bytes follow its end", SectionTag.Provenance, 1, 3, 1, (byte)'1', 0);
    }

    private static CorruptCase Of(string name, string message, SectionTag tag, params byte[] content) =>
        new(name, Forge.File(further: Forge.Section(tag, content)), message);
}
