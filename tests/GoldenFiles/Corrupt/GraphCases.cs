using DeepCompression.Aot.Format;
using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>The graph.</summary>
internal static class GraphCases
{
    private static string PlaneInput => $"{Number(1)} {Number(3)} {Number(1)} {Number(5)} {Number(5)}";

    private static string OneRelu => $"{Number(1)} {Operator(OperatorKind.Relu)}";

    public static IEnumerable<CorruptCase> All() =>
        [.. Integers(), .. Inputs(), .. Operators(), .. StructureCases.All(), .. RecurrentCases.All(), .. Windows(), .. Outputs(), .. Sizes(), .. Normalization()];

    private static IEnumerable<CorruptCase> Integers()
    {
        yield return Of("number-out-of-range", "an integer is out of range", new string('0', 31) + "1" + new string('1', 31));
        yield return Of("number-without-end", "an integer is out of range", new string('0', 40));
        yield return new("number-cut-short", Envelope(Artifact.Version, "00000000"), "the bits end early");
    }

    private static IEnumerable<CorruptCase> Inputs()
    {
        yield return Of("inputs-none", "a network needs an input and an output", $"{Number(0)} {Number(0)} {LastValue}");
        yield return Of("inputs-announced-beyond-end", "items are announced, but only", $"{Number(100)} {Number(1)} {Number(4)}");
        yield return Of("input-rank-0", "an input has 0 dimensions", $"{Number(1)} {Number(0)} {OneRelu} {LastValue}");
        yield return Of("input-rank-9", "an input has 9 dimensions", $"{Number(1)} {Number(9)} {string.Concat(Enumerable.Repeat(Number(1), 9))} {OneRelu} {LastValue}");
        yield return Of("input-dimension-0", "a tensor would have no elements", $"{Number(1)} {Number(1)} {Number(0)} {OneRelu} {LastValue}");
    }

    private static IEnumerable<CorruptCase> Operators()
    {
        string cut = $"{Number(1)} {LastValue}";
        yield return Of("operators-none", "output 0 is not a value that an operator computes", $"{VectorInput} {Number(0)} {LastValue}");
        yield return Of("operators-announced-beyond-end", "items are announced, but only", $"{VectorInput} {Number(int.MaxValue)} {Operator(OperatorKind.Relu)} {LastValue}");
        yield return Of("operator-unknown", "operator 0: kind 79 is not known", $"{VectorInput} {Number(1)} 0000 111111 {cut}");
        yield return Of("operator-reads-itself", "reads value 1, which is not computed before it", $"{VectorInput} {Number(1)} {Operator(OperatorKind.Relu, 1)} {LastValue}");
        yield return Of("operator-reads-ahead", "reads value 2, which is not computed before it", $"{VectorInput} {Number(2)} {Operator(OperatorKind.Relu, 2)} {Operator(OperatorKind.Relu)} {LastValue}");
        yield return Of("operator-reads-nothing", "reads value 77, which is not computed before it", $"{VectorInput} {Number(1)} {Operator(OperatorKind.Relu, 77)} {LastValue}");
        yield return Of("operator-reads-value-before-by-number", "the value before is not written as such", $"{VectorInput} {Number(1)} {Operator(OperatorKind.Relu, 0)} {LastValue}");
        yield return Of("linear-of-a-plane", "takes a tensor of rank 1, but value 0 is 1×5×5", $"{PlaneInput} {Number(1)} {Operator(OperatorKind.Linear)} {Number(2)} 0 {LastValue}");
        yield return Of("linear-without-outputs", "a tensor would have no elements", $"{VectorInput} {Number(1)} {Operator(OperatorKind.Linear)} {Number(0)} 0 {LastValue}");
        yield return Of("convolution-of-a-vector", "takes a tensor of rank 3, but value 0 is 4", $"{VectorInput} {Number(1)} {Operator(OperatorKind.Convolution)} {Number(2)} {Window(1, 1, 1, 1)} 0 {LastValue}");
        yield return Of("concat-of-one", "puts together fewer than two values", $"{PlaneInput} {Number(1)} 1001 {Number(1)} 1 {Number(0)} {LastValue}");
        yield return Of("concat-of-two-shapes", "puts 1×5×5 and 25 together along axis 0", $"{PlaneInput} {Number(2)} {Operator(OperatorKind.Flatten)} 1001 {Number(2)} 0 {Number(0)} 1 {Number(0)} {LastValue}");
        yield return Of("concat-along-no-axis", "has an axis 3, but its values have 3", $"{PlaneInput} {Number(1)} 1001 {Number(2)} 1 1 {Number(3)} {LastValue}");
        yield return Of("groups-of-unequal-size", "has 2 groups, into which 1 input and 4 output channels do not fall", $"{PlaneInput} {Number(1)} {Operator(OperatorKind.GroupedConvolution)} {Number(4)} {Number(2)} {Window(1, 1, 1, 1)} 0 {LastValue}");
        yield return Of("pad-by-nothing", "padding of nothing is not written", $"{PlaneInput} {Number(1)} {Operator(OperatorKind.Pad)} {Number(0)} {Number(0)} {Number(0)} {Number(0)} {LastValue}");
        yield return Of("softmax-of-a-plane", "takes a tensor of rank 1", $"{PlaneInput} {Number(1)} {Operator(OperatorKind.Softmax)} {LastValue}");
        yield return Of("add-of-two-shapes", "adds 1×5×5 and 25; both must be of one shape", $"{PlaneInput} {Number(2)} {Operator(OperatorKind.Flatten)} {Operator(OperatorKind.Add, 0)} 1 {LastValue}");
    }

    private static IEnumerable<CorruptCase> Windows()
    {
        yield return Pool("window-without-height", "window and strides must be at least 1", Window(0, 2, 1, 1));
        yield return Pool("window-of-negative-width", "an integer is out of range", Window(2, -1, 1, 1));
        yield return Pool("stride-0", "window and strides must be at least 1", Window(2, 2, 0, 1));
        yield return Pool("padding-of-nothing", "padding of nothing is not written", Window(2, 2, 1, 1, 0, 0, 0, 0));
        yield return Pool("padding-of-a-whole-window", "padding must be smaller than its window", Window(2, 2, 1, 1, 2, 0, 0, 0));
        yield return Pool("window-too-large", "its 6×2 window does not fit into a padded plane of 5×5", Window(6, 2, 1, 1));
        yield return Pool("padded-plane-too-large", "its padded plane is too large", Window(1 << 30, 1 << 30, 1, 1, (1 << 30) - 1, 0, (1 << 30) - 1, 0));
    }

    private static IEnumerable<CorruptCase> Outputs()
    {
        yield return Of("outputs-none", "a network needs an input and an output", $"{VectorInput} {OneRelu} 0 {Number(0)}");
        yield return Of("output-does-not-exist", "output 2 is not a value that an operator computes", $"{VectorInput} {OneRelu} 0 {Number(1)} {Number(2)}");
        yield return Of("output-is-an-input", "output 0 is not a value that an operator computes", $"{VectorInput} {OneRelu} 0 {Number(2)} {Number(0)} {Number(1)}");
        yield return Of("output-twice", "value 1 is an output twice", $"{VectorInput} {OneRelu} 0 {Number(2)} {Number(1)} {Number(1)}");
        yield return Of("output-last-by-number", "the last value as the only output is not written as such", $"{VectorInput} {OneRelu} 0 {Number(1)} {Number(1)}");
        yield return Of("value-never-used", "value 1 is never used", $"{VectorInput} {Number(2)} {Operator(OperatorKind.Relu)} {Operator(OperatorKind.Relu, 0)} {LastValue}");
    }

    /// <summary>Few bytes that ask for much memory.</summary>
    private static IEnumerable<CorruptCase> Sizes()
    {
        yield return Of("input-huge", "a tensor would have more than", $"{Number(1)} {Number(2)} {Number(65536)} {Number(65536)} {OneRelu} {LastValue}");
        yield return Of("weights-overflow", "a tensor would have more than", $"{Number(1)} {Number(1)} {Number(65536)} {Number(1)} {Operator(OperatorKind.Linear)} {Number(int.MaxValue)} 0 {LastValue}");
        yield return Of("weights-too-many", "weights are announced, too many for a file of this length", $"{Number(1)} {Number(1)} {Number(1 << 15)} {Number(1)} {Operator(OperatorKind.Linear)} {Number(1 << 15)} 0 {LastValue}");
        yield return Of("activations-too-many", "activations are announced, too many for a file of this length", $"{Number(1)} {Number(1)} {Number(1 << 30)} {OneRelu} {LastValue}");
    }

    private static string Window(int height, int width, int down, int across, params int[] padding) =>
        $"{Number(height)} {Signed(width - height)} {Number(down)} {Signed(across - down)} {(padding.Length == 0 ? "0" : "1")} {string.Concat(padding.Select(value => Number(value)))}";

    private static CorruptCase Pool(string name, string message, string window) =>
        Of(name, message, $"{PlaneInput} {Number(1)} {Operator(OperatorKind.MaxPool)} {window} {LastValue}");

    private static IEnumerable<CorruptCase> Normalization()
    {
        string lrn = $"{VectorInput} {Number(1)} {Operator(OperatorKind.LocalResponseNormalization)}";
        yield return Of("lrn-size-0", "it sums over no channel", $"{lrn} {Number(0)} {Single(1)} {Single(1)} {Single(1)} {LastValue}");
        yield return Of("lrn-scale-negative", "its divisor may be zero", $"{lrn} {Number(5)} {Single(-1)} {Single(1)} {Single(1)} {LastValue}");
        yield return Of("lrn-offset-0", "its divisor may be zero", $"{lrn} {Number(5)} {Single(1)} {Single(1)} {Single(0)} {LastValue}");
    }

    private static CorruptCase Of(string name, string message, string graph) => new(name, File(graph), message);
}
