using System.Globalization;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>The loops of each operator in C: inputs are x0, x1, …, parameters p and values v by number.</summary>
/// <param name="numbers">What they compute with.</param>
internal sealed class COperators(CNumbers numbers)
{
    /// <summary>The loops that compute an operator.</summary>
    public string Body(Artifact artifact, int index)
    {
        Operator op = artifact.Graph.Operators[index];
        int value = artifact.Graph.ValueOf(index);
        string output = numbers.Target(op, value);
        TensorShape shape = artifact.ValueShapes[value];
        TensorShape from = artifact.ValueShapes[op.Inputs[0]];
        return op switch
        {
            LinearOperator linear => Linear(linear, from, shape, output),
            ConvolutionOperator convolution => Convolution(convolution.Weight, convolution.Bias, convolution.Window, 1, from, shape, output),
            GroupedConvolutionOperator grouped => Convolution(grouped.Weight, grouped.Bias, grouped.Window, grouped.Groups, from, shape, output),
            MaxPoolOperator pool => Pool(pool.Window, from, shape, output, isMax: true),
            AveragePoolOperator pool => Pool(pool.Window, from, shape, output, isMax: false),
            ReluOperator => Each(shape, output, "x0[i] < 0 ? 0 : x0[i]"),
            FlattenOperator or ReshapeOperator => Each(shape, output, "x0[i]"),
            UnaryOperator { Function: UnaryFunction.Clip } clip when numbers.HasOneScale => Each(shape, output, Clip(clip)),
            SoftmaxOperator when numbers.HasOneScale => CSoftmax.Body(shape, output),
            AddOperator when numbers.HasOneScale => Each(shape, output, "x0[i] + x1[i]"),
            _ => throw new ExportException($"the operator {op.Kind} is not written in C yet{(numbers.HasOneScale ? "" : " with integers")}; use --onnx"),
        };
    }

    private static string Each(TensorShape shape, string output, string expression) => Text($$"""
            for (int i = 0; i < {{shape.ElementCount}}; i++) {
                {{output}}[i] = {{expression}};
            }

        """);

    private static string Clip(UnaryOperator clip)
    {
        string lowest = float.IsInfinity(clip.Settings[0]) ? "" : $"x0[i] < {Number(clip.Settings[0])} ? {Number(clip.Settings[0])} : ";
        return float.IsInfinity(clip.Settings[1]) ? $"{lowest}x0[i]" : $"{lowest}x0[i] > {Number(clip.Settings[1])} ? {Number(clip.Settings[1])} : x0[i]";
    }

    /// <summary>A number as a literal of C: with an exponent, so that a float's suffix may follow.</summary>
    private static string Number(float value) => value.ToString("E8", CultureInfo.InvariantCulture) + "f";

    private string Linear(LinearOperator linear, TensorShape from, TensorShape shape, string output) => Text($$"""
            for (int row = 0; row < {{shape.ElementCount}}; row++) {
                {{numbers.Sum}} sum = {{Bias(linear.Bias, "row")}};
                for (int column = 0; column < {{from.ElementCount}}; column++) {
                    sum += p{{linear.Weight}}[row * {{from.ElementCount}} + column] * x0[column];
                }
                {{output}}[row] = sum;
            }

        """);

    private string Convolution(
        int weight, int? bias, SlidingWindow window, int groups, TensorShape from, TensorShape shape, string output)
    {
        int depth = from[0] / groups;
        string first = groups == 1 ? "0" : $"o * {groups} / {shape[0]} * {depth}";
        return Text($$"""
            for (int o = 0; o < {{shape[0]}}; o++) {
                for (int y = 0; y < {{shape[1]}}; y++) {
                    for (int x = 0; x < {{shape[2]}}; x++) {
                        {{numbers.Sum}} sum = {{Bias(bias, "o")}};
                        for (int c = 0; c < {{depth}}; c++) {
                            for (int i = 0; i < {{window.Height}}; i++) {
                                for (int j = 0; j < {{window.Width}}; j++) {
                                    int row = y * {{window.StrideY}} + i - {{window.PadTop}}, column = x * {{window.StrideX}} + j - {{window.PadLeft}};
                                    {{Inside(window, from)}}sum += p{{weight}}[((o * {{depth}} + c) * {{window.Height}} + i) * {{window.Width}} + j] * x0[(({{first}} + c) * {{from[1]}} + row) * {{from[2]}} + column];
                                }
                            }
                        }
                        {{output}}[(o * {{shape[1]}} + y) * {{shape[2]}} + x] = sum;
                    }
                }
            }

        """);
    }

    private string Pool(SlidingWindow window, TensorShape from, TensorShape shape, string output, bool isMax) => Text($$"""
            for (int c = 0; c < {{shape[0]}}; c++) {
                for (int y = 0; y < {{shape[1]}}; y++) {
                    for (int x = 0; x < {{shape[2]}}; x++) {
                        {{numbers.Sum}} result = {{(isMax ? numbers.Lowest : "0")}};
                        int count = 0;
                        for (int i = 0; i < {{window.Height}}; i++) {
                            for (int j = 0; j < {{window.Width}}; j++) {
                                int row = y * {{window.StrideY}} + i - {{window.PadTop}}, column = x * {{window.StrideX}} + j - {{window.PadLeft}};
                                {{Inside(window, from)}}{
                                    {{numbers.Sum}} element = x0[(c * {{from[1]}} + row) * {{from[2]}} + column];
                                    result = {{(isMax ? "element > result ? element : result" : "result + element")}};
                                    count++;
                                }
                            }
                        }
                        {{output}}[(c * {{shape[1]}} + y) * {{shape[2]}} + x] = {{(isMax ? "count ? result : 0" : "result / count")}};
                    }
                }
            }

        """);

    /// <summary>The condition that a window's element lies in the plane, where it may not.</summary>
    private static string Inside(SlidingWindow window, TensorShape from) => window.HasPadding
        ? string.Create(CultureInfo.InvariantCulture, $"if (row >= 0 && row < {from[1]} && column >= 0 && column < {from[2]}) ")
        : string.Empty;

    private string Bias(int? bias, string index) => bias is int parameter ? numbers.Bias(string.Create(CultureInfo.InvariantCulture, $"p{parameter}[{index}]")) : "0";

    /// <summary>Numbers here are integers, which every culture writes alike; the text keeps the line ends of this file.</summary>
    private static string Text(string text) => text.ReplaceLineEndings("\n");
}
