using DeepCompression.Aot.Format;
using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Operators that move elements, take them together, or multiply computed matrices; all read a vector of four.</summary>
internal static class StructureCases
{
    public static IEnumerable<CorruptCase> All()
    {
        yield return Of("copy-rank-0", "it has 0 dimensions, not 1 to 8", OperatorKind.Copy, $"{Number(0)}");
        yield return Of("copy-rank-9", "it has 9 dimensions, not 1 to 8", OperatorKind.Copy, $"{Number(9)} {string.Concat(Enumerable.Repeat("11", 9))}");
        yield return Of("copy-of-nothing", "a tensor would have no elements", OperatorKind.Copy, $"{Number(1)} {Number(0)} {Signed(0)} {Number(0)}");
        yield return Of("copy-beyond-end", "copies elements 1 to 4, but value 0 has 4", OperatorKind.Copy, $"{Number(1)} {Number(4)} {Signed(1)} {Number(1)}");
        yield return Of("copy-before-start", "copies elements -1 to 1, but value 0 has 4", OperatorKind.Copy, $"{Number(1)} {Number(3)} {Signed(-1)} {Number(1)}");
        yield return Of(
            "copy-far-beyond-end", "copies elements 0 to 2147483646000000000, but value 0 has 4", OperatorKind.Copy,
            $"{Number(2)} {Number(1_000_000_001)} {Signed((1 << 30) - 1)} {Number(1_000_000_001)} {Signed((1 << 30) - 1)} {Number(0)}");
        yield return Of("copy-stride-of-one-slice", "a stride along an axis of size 1 is not written", OperatorKind.Copy, $"{Number(1)} {Number(1)} {Signed(1)} {Number(0)}");
        yield return Of("gather-along-no-axis", "names axis 1, which 4 does not have", OperatorKind.Gather, $"{Number(1)} {Number(1)} {Signed(0)}");
        yield return Of("gather-beyond-end", "takes slice 4 of 4", OperatorKind.Gather, $"{Number(0)} {Number(1)} {Signed(4)}");
        yield return Of("gather-before-start", "an integer is out of range", OperatorKind.Gather, $"{Number(0)} {Number(1)} {Signed(-1)}");
        yield return Of("gather-of-nothing", "a tensor would have no elements", OperatorKind.Gather, $"{Number(0)} {Number(0)}");
        yield return Of("reduce-function-unknown", "its function 13 is not known", OperatorKind.Reduce, $"1101 {Number(0)} {Number(1)}");
        yield return Of("reduce-no-axis", "takes 0 axes from 0 on together, which 4 does not have", OperatorKind.Reduce, $"0000 {Number(0)} {Number(0)}");
        yield return Of("reduce-too-many-axes", "takes 2147483647 axes from 1 on together", OperatorKind.Reduce, $"0000 {Number(1)} {Number(int.MaxValue)}");
        yield return Of("matmul-of-vectors", "multiplies 4 by 4, which are no matrices that fit", OperatorKind.MatMul, "1");
        yield return Of("inset-of-nothing", "a margin of nothing is not written", OperatorKind.Inset, $"{Number(0)} {Number(0)} {Number(0)} 1");
        yield return Of("inset-too-large", "an axis grows too large", OperatorKind.Inset, $"{Number(int.MaxValue)} {Number(0)} {Number(0)} 1");
        yield return Of("inset-zero-as-number", "zeros are not written as a number", OperatorKind.Inset, $"{Number(1)} {Number(0)} {Number(0)} 0 {new string('0', 32)}");
        yield return Of("interpolate-without-taps", "it has no taps", OperatorKind.Interpolate, $"{Number(0)} {Number(0)}");
        yield return Of("interpolate-beyond-end", "takes 2 slices from 3 on, of 4", OperatorKind.Interpolate, $"{Number(0)} {Number(2)} {Number(2)} {new string('0', 64)} {Number(1)} {Signed(3)} {Number(0)}");
        yield return Of("interpolate-phase-unknown", "takes weights 1 of 1", OperatorKind.Interpolate, $"{Number(0)} {Number(1)} {Number(1)} {new string('0', 32)} {Number(1)} {Signed(3)} {Number(1)}");
    }

    private static CorruptCase Of(string name, string problem, OperatorKind kind, string fields) =>
        new(name, File(graph: $"{VectorInput} {Number(1)} {Operator(kind)} {fields} {LastValue}"), problem);
}
