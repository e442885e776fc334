using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;
using Kind = DeepCompression.Aot.Trainer.Onnx.AttributeProto.Types.AttributeType;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Several ONNX nodes, one after another, that together say one operator of the artifact; every value has the batch in front.</summary>
/// <param name="names">Gives names to the values between them.</param>
/// <param name="output">The name of the last value.</param>
internal sealed class OnnxNodeChain(OnnxNames names, string output)
{
    private readonly List<NodeProto> _nodes = [];

    /// <summary>The nodes, the last of which computes the output.</summary>
    public IReadOnlyList<NodeProto> Nodes
    {
        get
        {
            _nodes[^1].Output[0] = output;
            return _nodes;
        }
    }

    /// <summary>Adds a node and returns the name of its value.</summary>
    public string Add(string type, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        string name = names.Fresh($"{output}.{type.ToLowerInvariant()}");
        _nodes.Add(new NodeProto { OpType = type, Name = name, Input = { inputs }, Output = { name }, Attribute = { attributes } });
        return name;
    }

    /// <summary>The same elements of every sample in another shape.</summary>
    public string Reshape(string value, params IEnumerable<int> shape) => Add("Reshape", [value, Integers([0, .. shape])]);

    /// <summary>A list of integers.</summary>
    public string Integers(params IEnumerable<int> values) =>
        Add("Constant", [], new AttributeProto { Name = "value_ints", Type = Kind.Ints, Ints = { values.Select(value => (long)value) } });

    /// <summary>One number.</summary>
    public string Number(float value) => Add("Constant", [], new AttributeProto { Name = "value_float", Type = Kind.Float, F = value });

    /// <summary>A tensor of numbers.</summary>
    public string Numbers(TensorShape shape, float[] values)
    {
        var tensor = new TensorProto
        {
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { shape.Dimensions.Select(size => (long)size) },
            FloatData = { values },
        };
        return Add("Constant", [], new AttributeProto { Name = "value", Type = Kind.Tensor, T = tensor });
    }

    /// <summary>An attribute that is one integer.</summary>
    public static AttributeProto Attribute(string name, int value) => new() { Name = name, Type = Kind.Int, I = value };

    /// <summary>An attribute that is a list of integers.</summary>
    public static AttributeProto Attribute(string name, IEnumerable<int> values) =>
        new() { Name = name, Type = Kind.Ints, Ints = { values.Select(value => (long)value) } };
}
