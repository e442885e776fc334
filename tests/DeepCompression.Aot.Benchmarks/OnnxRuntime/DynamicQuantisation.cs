using System.Runtime.InteropServices;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Benchmarks.OnnxRuntime;

/// <summary>
/// Rewrites a dense model as ONNX Runtime's own dynamic quantisation has it: activations become unsigned 8-bit numbers with one
/// scale and zero point for each tensor, found anew in every run (DynamicQuantizeLinear); weights are signed 8-bit numbers with one
/// scale for each output channel and no zero point; products are summed exactly (MatMulInteger, ConvInteger), then scaled.
/// </summary>
internal static class DynamicQuantisation
{
    private const int Int8 = 3;
    private const int Single = (int)TensorProto.Types.DataType.Float;
    private const float LargestWeight = 127;

    /// <summary>The bytes of the rewritten model.</summary>
    public static byte[] Rewrite(ModelProto model)
    {
        GraphProto graph = model.Graph;
        Dictionary<string, TensorProto> tensors = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        foreach (NodeProto node in nodes)
        {
            if (node.OpType is "Gemm" or "Conv")
            {
                graph.Node.Add(Quantised(node, graph, tensors));
            }
            else
            {
                graph.Node.Add(node);
            }
        }

        return model.ToByteArray();
    }

    private static IEnumerable<NodeProto> Quantised(NodeProto node, GraphProto graph, Dictionary<string, TensorProto> tensors)
    {
        string name = node.Name;
        string output = node.Output[0];
        bool isLinear = node.OpType == "Gemm";
        TensorProto weight = tensors[node.Input[1]];
        int rows = (int)weight.Dims[0];
        sbyte[] quantised = Quantise(MemoryMarshal.Cast<byte, float>(weight.RawData.Span), rows, out float[] scales);
        graph.Initializer.Remove(weight);
        graph.Initializer.Add(isLinear
            ? Tensor(name + ".weight", Int8, Transposed(quantised, rows), weight.Dims.Reverse())
            : Tensor(name + ".weight", Int8, MemoryMarshal.AsBytes(quantised.AsSpan()), weight.Dims));

        // A factor for each channel: along the last dimension of a matrix, along the second of a stack of planes.
        long[] perChannel = isLinear ? [rows] : [1, rows, 1, 1];
        graph.Initializer.Add(Tensor(name + ".scale", Single, LittleEndian.Bytes(scales), perChannel));

        yield return Node("DynamicQuantizeLinear", [node.Input[0]], name + ".x", name + ".xScale", name + ".xZero");
        NodeProto product = Node(isLinear ? "MatMulInteger" : "ConvInteger", [name + ".x", name + ".weight", name + ".xZero"], name + ".sum");
        product.Attribute.Add(isLinear ? [] : node.Attribute);
        yield return product;
        NodeProto cast = Node("Cast", [name + ".sum"], name + ".single");
        cast.Attribute.Add(new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = Single });
        yield return cast;
        yield return Node("Mul", [name + ".xScale", name + ".scale"], name + ".factor");
        bool hasBias = node.Input.Count > 2;
        yield return Node("Mul", [name + ".single", name + ".factor"], hasBias ? name + ".product" : output);
        if (hasBias)
        {
            TensorProto bias = tensors[node.Input[2]];
            bias.Dims.Clear();
            bias.Dims.Add(perChannel);
            yield return Node("Add", [name + ".product", bias.Name], output);
        }
    }

    /// <summary>Each row to whole numbers of its own scale, the largest magnitude being 127.</summary>
    private static sbyte[] Quantise(ReadOnlySpan<float> weights, int rows, out float[] scales)
    {
        int length = weights.Length / rows;
        var quantised = new sbyte[weights.Length];
        scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = weights.Slice(row * length, length);
            float largest = 0;
            foreach (float value in values)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            float scale = largest == 0 ? 1 : largest / LargestWeight;
            scales[row] = scale;
            for (int i = 0; i < length; i++)
            {
                quantised[(row * length) + i] = (sbyte)MathF.Round(values[i] / scale);
            }
        }

        return quantised;
    }

    /// <summary>(rows, columns) to (columns, rows).</summary>
    private static byte[] Transposed(sbyte[] matrix, int rows)
    {
        int columns = matrix.Length / rows;
        var transposed = new byte[matrix.Length];
        const int Block = 64;
        for (int top = 0; top < rows; top += Block)
        {
            int bottom = Math.Min(top + Block, rows);
            for (int column = 0; column < columns; column++)
            {
                for (int row = top; row < bottom; row++)
                {
                    transposed[(column * rows) + row] = (byte)matrix[(row * columns) + column];
                }
            }
        }

        return transposed;
    }

    private static TensorProto Tensor(string name, int type, ReadOnlySpan<byte> bytes, IEnumerable<long> dimensions) =>
        new() { Name = name, DataType = type, Dims = { dimensions }, RawData = ByteString.CopyFrom(bytes) };

    private static NodeProto Node(string type, string[] inputs, params string[] outputs) =>
        new() { OpType = type, Name = $"{type}_{outputs[0]}", Input = { inputs }, Output = { outputs } };
}
