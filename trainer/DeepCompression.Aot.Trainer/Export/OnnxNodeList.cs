using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;
using Kind = DeepCompression.Aot.Trainer.Onnx.AttributeProto.Types.AttributeType;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Puts together the nodes that one operator of the artifact becomes; each method returns the name of what its node computes.</summary>
/// <param name="names">Makes names unique.</param>
/// <param name="prefix">What all names begin with.</param>
internal sealed class OnnxNodeList(OnnxNames names, string prefix)
{
    private readonly List<NodeProto> _nodes = [];

    /// <summary>The nodes, in order.</summary>
    public IReadOnlyList<NodeProto> All => _nodes;

    public void Add(NodeProto node) => _nodes.Add(node);

    /// <summary>A node of one output.</summary>
    public string Add(string type, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        AddNamed(type, names.Fresh($"{prefix}.{type.ToLowerInvariant()}"), inputs, attributes);

    /// <summary>A list of integers.</summary>
    public string Constant(params long[] values) => Add("Constant", [], Numbers("value_ints", values));

    public string Reshape(string value, params long[] shape) => Add("Reshape", [value, Constant(shape)]);

    /// <summary>The same, computing a value whose name is given.</summary>
    public void ReshapeTo(string name, string value, int[] shape) =>
        AddNamed("Reshape", name, [value, Constant([.. shape.Select(size => (long)size)])], []);

    public string Transpose(string value, params long[] order) => Add("Transpose", [value], Numbers("perm", order));

    /// <summary>The value with a first dimension of 1.</summary>
    public string Unsqueeze(string value) => Add("Unsqueeze", [value, Constant(0)]);

    /// <summary>Values one after another, for every sample by itself, computing a value whose name is given.</summary>
    public void Concat(string name, params string[] values) => AddNamed("Concat", name, values, [Number("axis", 1)]);

    public static AttributeProto Number(string name, long value) => new() { Name = name, Type = Kind.Int, I = value };

    public static AttributeProto Numbers(string name, params IEnumerable<long> values) => new() { Name = name, Type = Kind.Ints, Ints = { values } };

    public static AttributeProto Real(string name, float value) => new() { Name = name, Type = Kind.Float, F = value };

    public static AttributeProto Reals(string name, params float[] values) => new() { Name = name, Type = Kind.Floats, Floats = { values } };

    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = Kind.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Texts(string name, params string[] values) =>
        new() { Name = name, Type = Kind.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };

    public static AttributeProto Tensor(string name, TensorProto value) => new() { Name = name, Type = Kind.Tensor, T = value };

    private string AddNamed(string type, string output, IEnumerable<string> inputs, IEnumerable<AttributeProto> attributes)
    {
        _nodes.Add(new NodeProto { OpType = type, Name = $"{type}/{output}", Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }
}
