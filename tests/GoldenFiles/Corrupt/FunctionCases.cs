using DeepCompression.Aot.Format;
using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Functions of one and two numbers, constants, reshaping and softmax along an axis.</summary>
internal static class FunctionCases
{
    private const int Unknown = 1000;

    /// <summary>Four elements as a column, then as a row: values 1 and 2.</summary>
    private static string ColumnAndRow =>
        $"{VectorInput} {Number(3)} {Operator(OperatorKind.Reshape)} {Number(2)} {Number(4)} {Operator(OperatorKind.Reshape, 0)} {Number(2)} {Number(1)}";

    public static IEnumerable<CorruptCase> All()
    {
        yield return One("unary-of-no-function", "function 1000 of one number is not known", $"{Operator(OperatorKind.Unary)} {Number(Unknown)}");
        yield return One("unary-celu-by-zero", "the parameter of Celu divides and is 0", $"{Operator(OperatorKind.Unary)} {Number((int)UnaryFunction.Celu)} {Single(0)}");
        yield return One("binary-of-no-function", "function 1000 of two numbers is not known", $"{Operator(OperatorKind.Binary)} 1 {Number(Unknown)}");
        yield return One("binary-sum-of-one-shape", "the sum of two values of one shape is an operator of its own", $"{Operator(OperatorKind.Binary)} 1 {Number(0)}");
        yield return Of("binary-of-two-ranks", "combines 4×1 and 4; both must be of one rank", $"{VectorInput} {Number(2)} {Operator(OperatorKind.Reshape)} {Number(2)} {Number(4)} {Operator(OperatorKind.Binary)} 0 {Number(0)} {Number(1)}");
        yield return Of("binary-that-does-not-spread", "combines 2×2 and 4×1, which do not spread to one shape", $"{VectorInput} {Number(3)} {Operator(OperatorKind.Reshape)} {Number(2)} {Number(4)} {Operator(OperatorKind.Reshape, 0)} {Number(2)} {Number(2)} {Operator(OperatorKind.Binary)} 0 {Number(1)} {Number(1)}");
        yield return Of("binary-slope-larger-than-value", "a slope of 4×1 does not spread to 1×4", $"{ColumnAndRow} {Operator(OperatorKind.Binary)} 0 {Number(1)} {Number((int)BinaryFunction.PRelu)}");
        yield return One("constant-of-rank-0", "a constant has 0 dimensions", $"{Kind((uint)OperatorKind.Constant)} {Number(0)}");
        yield return One("constant-of-rank-9", "a constant has 9 dimensions", $"{Kind((uint)OperatorKind.Constant)} {Number(9)}");
        yield return One("reshape-to-a-vector", "a reshaped value has 1 dimensions", $"{Operator(OperatorKind.Reshape)} {Number(1)}");
        yield return One("reshape-that-does-not-fill", "dimensions that its elements do not fill", $"{Operator(OperatorKind.Reshape)} {Number(2)} {Number(3)}");
        yield return Of("reshape-into-what-it-is", "reshapes 4×1 into what it is", $"{VectorInput} {Number(2)} {Operator(OperatorKind.Reshape)} {Number(2)} {Number(4)} {Operator(OperatorKind.Reshape)} {Number(2)} {Number(4)}");
        yield return One("axis-softmax-along-no-axis", "normalises along axis 1 of 4", $"{Operator(OperatorKind.AxisSoftmax)} {Number(1)} {Number(1)}");
        yield return One("axis-softmax-of-no-form", "form 3 of a softmax is not known", $"{Operator(OperatorKind.AxisSoftmax)} {Number(0)} {Number(3)}");
        yield return One("axis-softmax-of-a-vector", "the softmax of a vector is an operator of its own", $"{Operator(OperatorKind.AxisSoftmax)} {Number(0)} {Number(0)}");
    }

    /// <summary>A single operator that reads the input.</summary>
    private static CorruptCase One(string name, string message, string op) => Of(name, message, $"{VectorInput} {Number(1)} {op}");

    private static CorruptCase Of(string name, string message, string graph) => new(name, File($"{graph} {LastValue}"), message);
}
