using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>The optional parts: names, activation scales, input contract, provenance.</summary>
internal static class DescriptionCases
{
    private static string Normalisation => $"0 {Number(1)} {Single(1)} {Single(1)}";

    public static IEnumerable<CorruptCase> All() => [.. Names(), .. Texts(), .. ActivationScales(), .. InputContracts(), .. Provenance()];

    private static IEnumerable<CorruptCase> Names()
    {
        yield return Of("names-nothing", "it says nothing", $"1 {Number(0)} {Number(0)} 000");
        yield return Of("names-of-no-value", "number 2 is repeated, out of order or does not exist", $"1 {Number(1)} {Number(2)} {Text("x")} {Number(0)} 000");
        yield return Of("names-repeated", "number 0 is repeated, out of order or does not exist", $"1 {Number(2)} {Number(0)} {Text("x")} {Number(0)} {Text("y")} {Number(0)} 000");
        yield return Of("names-of-no-parameter", "number 2 is repeated, out of order or does not exist", $"1 {Number(0)} {Number(1)} {Number(2)} {Text("x")} 000");
    }

    private static IEnumerable<CorruptCase> Texts()
    {
        yield return Name("name-not-utf8", "a text is not valid UTF-8", $"{Number(2)} 0 {Bits(0xC328, 16)}");
        yield return Name("name-ascii-in-utf8", "a text in ASCII is not written as such", $"{Number(1)} 0 {Bits('x', 8)}");
        yield return Name("name-with-escape-sequence", "a text holds a control character", Text("\u001B["));
        yield return Name("name-beyond-end", "items are announced, but only", Number(200));
        yield return Name("name-utf8-beyond-end", "8 bytes are announced, but only", $"{Number(8)} 0 {new string('1', 52)}");
    }

    private static IEnumerable<CorruptCase> ActivationScales()
    {
        yield return Of("scales-nothing", "it says nothing", $"0 1 {Number(0)} 00");
        yield return Of("scale-of-no-value", "number 9 is repeated, out of order or does not exist", $"0 1 {Number(1)} {Number(9)} {Single(1)} 00");
        yield return Of("scale-zero", "largest magnitude is not positive", $"0 1 {Number(1)} {Number(0)} {Single(0)} 00");
        yield return Of("scale-nan", "a number is not finite", $"0 1 {Number(1)} {Number(0)} {Single(float.NaN)} 00");
    }

    private static IEnumerable<CorruptCase> InputContracts()
    {
        yield return Of("layout-unknown", "input layout 3 is not known", $"00 1 11 {Normalisation} 0 {Number(0)} 0");
        yield return Of("layout-of-a-vector", "an input of 4 has no channels to lay out", $"00 1 01 {Normalisation} 0 {Number(0)} 0");
        yield return Of("normalisation-missing", "0 normalisations for 1 channels", $"00 1 00 0 {Number(0)} 0 {Number(0)} 0");
        yield return Of("normalisations-of-no-channel", "2 normalisations for 1 channels", $"00 1 00 0 {Number(2)} {Single(1)} {Single(1)} {Single(1)} {Single(1)} 0 {Number(0)} 0");
        yield return Of("normalisation-nan", "a number is not finite", $"00 1 00 0 {Number(1)} {Single(1)} {Single(float.NaN)} 0 {Number(0)} 0");
        yield return Of("normalisation-unit-range-spelt-out", "the unit range is not written as such", $"00 1 00 0 {Number(1)} {Single(1 / 255f)} {Single(0)} 0 {Number(0)} 0");
        yield return Of("labels-too-few", "1 labels do not name the elements of an output of 2", $"00 1 00 1 0 {Number(1)} {Text("x")} 0");
        yield return Of("labels-numbers-spelt-out", "labels that are numbers are not written as such", $"00 1 00 1 0 {Number(2)} {Text("0")} {Text("1")} 0");
        yield return new(
            "labels-numbers-of-too-many",
            File($"{VectorInput} {Number(1)} {Operator(Format.OperatorKind.Linear)} {Number(101)} 0 {LastValue}", $"10 {Number(0)}", bias: string.Empty, $"00 1 00 1 1 0"),
            "an output of 101 has more classes than are numbered");
    }

    private static IEnumerable<CorruptCase> Provenance()
    {
        yield return Of("provenance-nothing", "it says nothing", $"000 1 {Number(0)}");
        yield return Of("provenance-announced-beyond-end", "items are announced, but only", $"000 1 {Number(50)} {Number(1)}");
        yield return Of("provenance-key-unknown", "provenance key 6 is not known", $"000 1 {Number(1)} {Number(6)} {Text("x")}");
        yield return Of("provenance-known-key-spelt-out", "the provenance key 'seed' is not written by its number", $"000 1 {Number(1)} {Number(0)} {Text("seed")} {Text("1")}");
    }

    private static CorruptCase Name(string name, string message, string text) => Of(name, message, $"1 {Number(1)} {Number(0)} {text} {Number(0)} 000");

    private static CorruptCase Of(string name, string message, string descriptions) => new(name, File(descriptions: descriptions), message);
}
