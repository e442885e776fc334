using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>Changes ONNX models at random: their bytes, or what they say.</summary>
internal static class OnnxMutation
{
    private static readonly long[] Sizes = [-1, 0, 1, 2, 3, 7, 255, 65_536, int.MaxValue, 1L + int.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>Files that a model may claim to have its weights in.</summary>
    private static readonly string[] Locations = ["model.onnx", "../model.onnx", "/etc/passwd", "", ".", "a\0b", "first line\nsecond \u001b[31mline", "missing/../model.onnx"];

    /// <summary>One to three changes of a model.</summary>
    public static byte[] Apply(byte[] file, byte[] other, Random random)
    {
        if (random.Next(3) == 0)
        {
            return ByteMutation.Apply(file, other, random);
        }

        ModelProto model = ModelProto.Parser.ParseFrom(file);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change(model.Graph, other, random);
        }

        return model.ToByteArray();
    }

    private static void Change(GraphProto graph, byte[] other, Random random)
    {
        switch (random.Next(8))
        {
            case 0 or 1 when Pick(graph.Node, random) is { } node:
                ChangeNode(node, graph, random);
                break;
            case 2 or 3 when Pick(graph.Node.SelectMany(node => node.Attribute).ToList(), random) is { } attribute:
                ChangeAttribute(attribute, random);
                break;
            case 4 or 5 when Pick(graph.Initializer, random) is { } tensor:
                ChangeTensor(tensor, random);
                break;
            case 6 when Pick(graph.Input, random)?.Type?.TensorType?.Shape is { Dim.Count: > 0 } shape:
                shape.Dim[random.Next(shape.Dim.Count)].DimValue = Sizes[random.Next(Sizes.Length)];
                break;
            default:
                AddNode(graph, other, random);
                break;
        }
    }

    private static void ChangeNode(NodeProto node, GraphProto graph, Random random)
    {
        List<string> names = [.. graph.Input.Select(input => input.Name), .. graph.Initializer.Select(tensor => tensor.Name), string.Empty];
        switch (random.Next(6))
        {
            case 0 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = names[random.Next(names.Count)];
                break;
            case 1:
                node.Input.Add(names[random.Next(names.Count)]);
                break;
            case 2 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 3:
                node.Attribute.Clear();
                break;
            case 4:
                node.Name = "first line\nsecond \u001b[31mline";
                break;
            default:
                node.OpType = graph.Node[random.Next(graph.Node.Count)].OpType;
                break;
        }
    }

    private static void ChangeAttribute(AttributeProto attribute, Random random)
    {
        long size = Sizes[random.Next(Sizes.Length)];
        switch (random.Next(4))
        {
            case 0:
                attribute.I = size;
                break;
            case 1 when attribute.Ints.Count > 0:
                attribute.Ints[random.Next(attribute.Ints.Count)] = size;
                break;
            case 2:
                attribute.Ints.Add(size);
                break;
            default:
                attribute.F = BitConverter.Int32BitsToSingle(random.Next());
                break;
        }
    }

    private static void ChangeTensor(TensorProto tensor, Random random)
    {
        long size = Sizes[random.Next(Sizes.Length)];
        switch (random.Next(6))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = size;
                break;
            case 1:
                tensor.Dims.Add(size);
                break;
            case 2:
                tensor.DataType = random.Next(20);
                break;
            case 3 when tensor.Int64Data.Count > 0:
                tensor.Int64Data[random.Next(tensor.Int64Data.Count)] = size;
                break;
            case 4:
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = Locations[random.Next(Locations.Length)] });
                break;
            default:
                byte[] data = tensor.RawData.ToByteArray();
                tensor.RawData = ByteString.CopyFrom(ByteMutation.Apply(data, data, random));
                break;
        }
    }

    /// <summary>A node of another model, which reads what this one has.</summary>
    private static void AddNode(GraphProto graph, byte[] other, Random random)
    {
        GraphProto source = ModelProto.Parser.ParseFrom(other).Graph;
        if (Pick(source.Node, random) is not { } node || Pick(graph.Output, random) is not { } output || node.Output.Count == 0)
        {
            return;
        }

        foreach (TensorProto tensor in source.Initializer.Where(tensor => graph.Initializer.All(own => own.Name != tensor.Name)))
        {
            graph.Initializer.Add(tensor.Clone());
        }

        NodeProto added = node.Clone();
        if (added.Input.Count > 0)
        {
            added.Input[0] = output.Name;
        }

        added.Output[0] = $"added{graph.Node.Count}";
        graph.Node.Add(added);
        output.Name = added.Output[0];
    }

    private static T? Pick<T>(IList<T> items, Random random)
        where T : class => items.Count == 0 ? null : items[random.Next(items.Count)];
}
