using DeepCompression.Aot.Format;
using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>The Graph section.</summary>
internal static class GraphCases
{
    private const byte Linear = (byte)OperatorKind.Linear;
    private const byte Convolution = (byte)OperatorKind.Convolution;
    private const byte MaxPool = (byte)OperatorKind.MaxPool;
    private const byte Relu = (byte)OperatorKind.Relu;
    private const byte Softmax = (byte)OperatorKind.Softmax;
    private const byte Flatten = (byte)OperatorKind.Flatten;
    private const byte Add = (byte)OperatorKind.Add;

    private static readonly byte[] VectorInput = [1, 1, 4];
    private static readonly byte[] PlaneInput = [1, 3, 1, 5, 5];
    private static readonly byte[] OutputOne = [1, 1];

    public static IEnumerable<CorruptCase> All() => [.. Integers(), .. Inputs(), .. Operators(), .. Windows(), .. Outputs(), .. Sizes()];

    private static IEnumerable<CorruptCase> Integers()
    {
        yield return Of("varint-too-long", "an integer is longer than it needs to be", [0x81, 0x00, 1, 4]);
        yield return Of("varint-out-of-range", "an integer is out of range", [0xFF, 0xFF, 0xFF, 0xFF, 0x08]);
        yield return Of("varint-without-end", "an integer is out of range", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        yield return Of("varint-cut-short", "bytes are announced, 0 are left", [0x81]);
    }

    private static IEnumerable<CorruptCase> Inputs()
    {
        yield return Of("inputs-none", "a network needs an input and an output", [0, 0, 1, 0]);
        yield return Of("inputs-announced-beyond-end", "items are announced, but only", [100, 1, 4]);
        yield return Of("input-rank-0", "an input has 0 dimensions", [1, 0, .. Relus(1), .. OutputOne]);
        yield return Of("input-rank-9", "an input has 9 dimensions", [1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, .. Relus(1), .. OutputOne]);
        yield return Of("input-dimension-0", "a tensor would have no elements", [1, 1, 0, .. Relus(1), .. OutputOne]);
    }

    private static IEnumerable<CorruptCase> Operators()
    {
        yield return Of("operators-none", "output 0 is not a value that an operator computes", [.. VectorInput, 0, 1, 0]);
        yield return Of("operators-announced-beyond-end", "items are announced, but only", [.. VectorInput, .. Varint(int.MaxValue), Relu, 0, .. OutputOne]);
        yield return Of("operator-unknown", "operator 0: kind 99 is not known", [.. VectorInput, 1, 99, 0, .. OutputOne]);
        yield return Of("operator-reads-itself", "reads value 1, which is not computed before it", [.. VectorInput, 1, Relu, 1, .. OutputOne]);
        yield return Of("operator-reads-ahead", "reads value 2, which is not computed before it", [.. VectorInput, 2, Relu, 2, Relu, 1, 1, 2]);
        yield return Of("operator-reads-nothing", "reads value 77, which is not computed before it", [.. VectorInput, 1, Relu, 77, .. OutputOne]);
        yield return Of("linear-of-a-plane", "takes a tensor of rank 1, but value 0 is 1×5×5", [.. PlaneInput, 1, Linear, 0, 2, 0, .. OutputOne]);
        yield return Of("linear-without-outputs", "a tensor would have no elements", [.. VectorInput, 1, Linear, 0, 0, 0, .. OutputOne]);
        yield return Of("linear-bias-flag-2", "a flag is 2, neither 0 nor 1", [.. VectorInput, 1, Linear, 0, 2, 2, .. OutputOne]);
        yield return Of("convolution-of-a-vector", "takes a tensor of rank 3, but value 0 is 4", [.. VectorInput, 1, Convolution, 0, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, .. OutputOne]);
        yield return Of("softmax-of-a-plane", "takes a tensor of rank 1", [.. PlaneInput, 1, Softmax, 0, .. OutputOne]);
        yield return Of("add-of-two-shapes", "adds 1×5×5 and 25; both must be of one shape", [.. PlaneInput, 2, Flatten, 0, Add, 0, 1, 1, 2]);
    }

    private static IEnumerable<CorruptCase> Windows()
    {
        yield return Window("window-without-height", "window and strides must be at least 1", 0, 2, 1, 1, 0, 0, 0, 0);
        yield return Window("stride-0", "window and strides must be at least 1", 2, 2, 0, 1, 0, 0, 0, 0);
        yield return Window("padding-of-a-whole-window", "padding must be smaller than its window", 2, 2, 1, 1, 2, 0, 0, 0);
        yield return Window("window-too-large", "its 6×2 window does not fit into a padded plane of 5×5", 6, 2, 1, 1, 0, 0, 0, 0);
        yield return Window("padded-plane-too-large", "its padded plane is too large", int.MaxValue, 1, 1, 1, int.MaxValue - 1, 0, int.MaxValue - 1, 0);
    }

    private static IEnumerable<CorruptCase> Outputs()
    {
        yield return Of("outputs-none", "a network needs an input and an output", [.. VectorInput, .. Relus(1), 0]);
        yield return Of("output-does-not-exist", "output 2 is not a value that an operator computes", [.. VectorInput, .. Relus(1), 1, 2]);
        yield return Of("output-is-an-input", "output 0 is not a value that an operator computes", [.. VectorInput, .. Relus(1), 2, 0, 1]);
        yield return Of("output-twice", "value 1 is an output twice", [.. VectorInput, .. Relus(1), 2, 1, 1]);
        yield return Of("value-never-used", "value 1 is never used", [.. VectorInput, 2, Relu, 0, Relu, 0, 1, 2]);
        yield return Of("graph-with-trailing-byte", "1 bytes follow its end", [.. SoundGraph, 0]);
    }

    /// <summary>Few bytes that ask for much memory.</summary>
    private static IEnumerable<CorruptCase> Sizes()
    {
        yield return Of("input-huge", "a tensor would have more than", [1, 2, .. Varint(65536), .. Varint(65536), .. Relus(1), .. OutputOne]);
        yield return Of("weights-overflow", "a tensor would have more than", [1, 1, .. Varint(65536), 1, Linear, 0, .. Varint(int.MaxValue), 0, .. OutputOne]);
        yield return Of("weights-too-many", "weights are announced, too many for a file of this length", [1, 1, .. Varint(1 << 15), 1, Linear, 0, .. Varint(1 << 15), 0, .. OutputOne]);
        yield return Of("activations-too-many", "activations are announced, too many for a file of this length", [1, 1, .. Varint(1 << 30), .. Relus(1), .. OutputOne]);
    }

    private static byte[] Relus(byte count) => [count, .. Enumerable.Range(0, count).SelectMany(i => new[] { Relu, (byte)i })];

    private static CorruptCase Window(string name, string message, params int[] window) =>
        Of(name, message, [.. PlaneInput, 1, MaxPool, 0, .. window.SelectMany(Varint), .. OutputOne]);

    private static CorruptCase Of(string name, string message, byte[] graph) => new(name, File(graph), message);
}
