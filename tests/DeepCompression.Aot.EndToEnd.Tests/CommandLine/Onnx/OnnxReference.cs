using System.Runtime.InteropServices;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Tests.CommandLine.Onnx;

/// <summary>
/// Runs a parsed ONNX model for one sample, straight from ONNX's definition of each operator, in double precision.
/// It knows nothing of the artifact's graph, so that an export is checked against what it says and not against what was meant.
/// </summary>
internal static class OnnxReference
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "Add", "AveragePool", "Concat", "Conv", "Flatten", "Gemm", "MaxPool", "Pad", "Relu",
    };

    /// <summary>Whether it knows every operator of a model; exports with others are held to what their import computes.</summary>
    public static bool Knows(ModelProto model) =>
        model.Graph.Node.All(node => node.OpType switch
        {
            "Softmax" => Integer(node, "axis") == -1,
            "Constant" => node.Attribute.Any(attribute => attribute.Name == "value_ints"),
            _ => Known.Contains(node.OpType),
        });

    /// <summary>The outputs by name for the inputs in graph order; values are batches of one.</summary>
    public static Dictionary<string, double[]> Run(ModelProto model, params float[][] inputs)
    {
        var values = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            float[] data = MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
            values.Add(tensor.Name, new OnnxTensor([.. tensor.Dims.Select(size => (int)size)], Array.ConvertAll(data, x => (double)x)));
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            ValueInfoProto input = model.Graph.Input[i];
            values.Add(input.Name, new OnnxTensor(ShapeOf(input), Array.ConvertAll(inputs[i], x => (double)x)));
        }

        foreach (NodeProto node in model.Graph.Node)
        {
            OnnxTensor[] read = [.. node.Input.Select(name => values[name])];
            values.Add(node.Output.Single(), Compute(node, read));
        }

        foreach (ValueInfoProto output in model.Graph.Output)
        {
            Assert.Equal(ShapeOf(output), values[output.Name].Shape);
        }

        return model.Graph.Output.ToDictionary(output => output.Name, output => values[output.Name].Values);
    }

    private static int[] ShapeOf(ValueInfoProto value)
    {
        Assert.Equal("N", value.Type.TensorType.Shape.Dim[0].DimParam);
        return [1, .. value.Type.TensorType.Shape.Dim.Skip(1).Select(dimension => (int)dimension.DimValue)];
    }

    private static OnnxTensor Compute(NodeProto node, OnnxTensor[] read) => node.OpType switch
    {
        "Gemm" => Gemm(read[0], read[1], read.ElementAtOrDefault(2), Integer(node, "transB")),
        "Conv" => Slide(node, read[0], (window, channel) => Convolve(window, read, channel), read[1].Shape[0]),
        "MaxPool" => Slide(node, read[0], (window, channel) => window(channel).Max(tap => tap.Value), read[0].Shape[1]),
        "AveragePool" => AveragePool(node, read[0]),
        "Relu" => read[0] with { Values = [.. read[0].Values.Select(x => Math.Max(x, 0))] },
        "Softmax" => Softmax(read[0], Integer(node, "axis")),
        "Flatten" => Flatten(read[0], Integer(node, "axis")),
        "Constant" => new OnnxTensor([], [.. Integers(node, "value_ints").Select(number => (double)number)]),
        "Pad" => Pad(read[0], [.. read[1].Values.Select(number => (int)number)]),
        "Concat" => Concat(read, Integer(node, "axis")),
        "Add" => read[0] with { Values = [.. read[0].Values.Zip(read[1].Values, (a, b) => a + b)] },
        _ => throw new InvalidOperationException($"'{node.OpType}' is no operator this model should have."),
    };

    private static OnnxTensor Pad(OnnxTensor input, int[] pads)
    {
        int[] shape = [.. input.Shape.Select((size, axis) => pads[axis] + size + pads[axis + 4])];
        var result = new double[shape[1] * shape[2] * shape[3]];
        for (int i = 0; i < input.Values.Length; i++)
        {
            int channel = i / input.Shape[3] / input.Shape[2];
            int row = (i / input.Shape[3] % input.Shape[2]) + pads[2];
            result[(((channel * shape[2]) + row) * shape[3]) + (i % input.Shape[3]) + pads[3]] = input.Values[i];
        }

        return new OnnxTensor(shape, result);
    }

    private static OnnxTensor Concat(OnnxTensor[] read, long axis)
    {
        int[] shape = [.. read[0].Shape];
        shape[axis] = read.Sum(part => part.Shape[axis]);
        int rows = shape.Take((int)axis).Aggregate(1, (product, size) => product * size);
        return new OnnxTensor(
            shape, [.. Enumerable.Range(0, rows).SelectMany(row => read.SelectMany(part => part.Values.Chunk(part.Values.Length / rows).ElementAt(row)))]);
    }

    private static OnnxTensor Gemm(OnnxTensor a, OnnxTensor b, OnnxTensor? c, long transB)
    {
        Assert.Equal(1, transB);
        int rows = b.Shape[0], columns = b.Shape[1];
        Assert.Equal([1, columns], a.Shape);
        var result = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            result[row] = c?.Values[row] ?? 0;
            for (int column = 0; column < columns; column++)
            {
                result[row] += a.Values[column] * b.Values[(row * columns) + column];
            }
        }

        return new OnnxTensor([1, rows], result);
    }

    private static double Convolve(Func<int, IEnumerable<WindowTap>> window, OnnxTensor[] read, int output)
    {
        int[] shape = read[1].Shape;
        int groups = read[0].Shape[1] / shape[1];
        int firstInput = output / (shape[0] / groups) * shape[1];
        double sum = read.Length > 2 ? read[2].Values[output] : 0;
        for (int channel = 0; channel < shape[1]; channel++)
        {
            sum += window(firstInput + channel).Sum(tap =>
                tap.Value * read[1].Values[(((((output * shape[1]) + channel) * shape[2]) + tap.Y) * shape[3]) + tap.X]);
        }

        return sum;
    }

    private static OnnxTensor AveragePool(NodeProto node, OnnxTensor input)
    {
        Assert.Equal(0, Integer(node, "count_include_pad"));
        return Slide(node, input, (window, channel) => window(channel).Average(tap => tap.Value), input.Shape[1]);
    }

    /// <summary>Applies a function to every window position of every output channel; it sees only the taps inside the input.</summary>
    private static OnnxTensor Slide(NodeProto node, OnnxTensor input, Func<Func<int, IEnumerable<WindowTap>>, int, double> apply, int channels)
    {
        long[] kernel = Integers(node, "kernel_shape"), strides = Integers(node, "strides"), pads = Integers(node, "pads");
        int height = input.Shape[2], width = input.Shape[3];
        int rows = (int)(((height + pads[0] + pads[2] - kernel[0]) / strides[0]) + 1);
        int columns = (int)(((width + pads[1] + pads[3] - kernel[1]) / strides[1]) + 1);
        var result = new List<double>();
        for (int i = 0; i < channels * rows * columns; i++)
        {
            int top = (int)((i / columns % rows * strides[0]) - pads[0]);
            int left = (int)((i % columns * strides[1]) - pads[1]);
            result.Add(apply(channel => Taps(input, channel, top, left, kernel), i / columns / rows));
        }

        return new OnnxTensor([1, channels, rows, columns], [.. result]);
    }

    private static IEnumerable<WindowTap> Taps(OnnxTensor input, int channel, int top, int left, long[] kernel)
    {
        int height = input.Shape[2], width = input.Shape[3];
        return
            from y in Enumerable.Range(0, (int)kernel[0])
            from x in Enumerable.Range(0, (int)kernel[1])
            where top + y >= 0 && top + y < height && left + x >= 0 && left + x < width
            select new WindowTap(y, x, input.Values[(((channel * height) + top + y) * width) + left + x]);
    }

    private static OnnxTensor Softmax(OnnxTensor input, long axis)
    {
        Assert.Equal(-1, axis);
        double largest = input.Values.Max();
        double[] powers = [.. input.Values.Select(x => Math.Exp(x - largest))];
        return input with { Values = [.. powers.Select(power => power / powers.Sum())] };
    }

    private static OnnxTensor Flatten(OnnxTensor input, long axis)
    {
        Assert.Equal(1, axis);
        return input with { Shape = [1, input.Values.Length] };
    }

    private static long Integer(NodeProto node, string name) => Attribute(node, name, AttributeProto.Types.AttributeType.Int).I;

    private static long[] Integers(NodeProto node, string name) => [.. Attribute(node, name, AttributeProto.Types.AttributeType.Ints).Ints];

    private static AttributeProto Attribute(NodeProto node, string name, AttributeProto.Types.AttributeType type)
    {
        AttributeProto attribute = node.Attribute.Single(candidate => candidate.Name == name);
        Assert.Equal(type, attribute.Type);
        return attribute;
    }

    private sealed record OnnxTensor(int[] Shape, double[] Values);

    private readonly record struct WindowTap(int Y, int X, double Value);
}
