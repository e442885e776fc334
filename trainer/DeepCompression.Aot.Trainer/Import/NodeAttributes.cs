using DeepCompression.Aot.Trainer.Onnx;
using Kind = DeepCompression.Aot.Trainer.Onnx.AttributeProto.Types.AttributeType;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>
/// The attributes of a node. Each that is read is remembered: one that the importer does not know could change what the node
/// computes, so it is not passed over.
/// </summary>
internal sealed class NodeAttributes
{
    private readonly Dictionary<string, AttributeProto> _unread = new(StringComparer.Ordinal);

    /// <exception cref="NodeException">An attribute stands twice.</exception>
    public NodeAttributes(NodeProto node)
    {
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (!_unread.TryAdd(attribute.Name, attribute))
            {
                throw new NodeException($"attribute '{attribute.Name}' stands twice");
            }
        }
    }

    /// <summary>The attributes that nothing has asked for.</summary>
    public IEnumerable<string> Unread => _unread.Keys.Order(StringComparer.Ordinal);

    public long Integer(string name, long otherwise) => OptionalInteger(name) ?? otherwise;

    public long? OptionalInteger(string name) => Find(name, Kind.Int)?.I;

    public bool Flag(string name) => Integer(name, 0) != 0;

    /// <summary>A flag that will be read again.</summary>
    public bool Peek(string name) => _unread.GetValueOrDefault(name)?.I is not (null or 0);

    /// <summary>Whether a text, which will be read again, is a certain one.</summary>
    public bool Peek(string name, string text) => _unread.GetValueOrDefault(name)?.S.ToStringUtf8() == text;

    public float Number(string name, float otherwise) => OptionalNumber(name) ?? otherwise;

    public float? OptionalNumber(string name) => Find(name, Kind.Float)?.F;

    public string Text(string name, string otherwise) => Find(name, Kind.String)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>A list of integers, or null where the node has none.</summary>
    public long[]? Integers(string name) => Find(name, Kind.Ints) is { } attribute ? [.. attribute.Ints] : null;

    /// <summary>A list of numbers, or null where the node has none.</summary>
    public float[]? Numbers(string name) => Find(name, Kind.Floats) is { } attribute ? [.. attribute.Floats] : null;

    /// <summary>A list of texts, or null where the node has none.</summary>
    public string[]? Texts(string name) => Find(name, Kind.Strings) is { } attribute ? [.. attribute.Strings.Select(text => text.ToStringUtf8())] : null;

    public TensorProto? Tensor(string name) => Find(name, Kind.Tensor)?.T;

    /// <summary>Takes note of attributes that do not matter for inference.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _unread.Remove(name);
        }
    }

    private AttributeProto? Find(string name, Kind kind)
    {
        if (!_unread.Remove(name, out AttributeProto? attribute))
        {
            return null;
        }

        // Some writers leave the type out; the field then has its default, as it would for a wrong type.
        return attribute.Type == kind || attribute.Type == Kind.Undefined
            ? attribute
            : throw new NodeException($"attribute '{name}' is of type {attribute.Type}, not {kind}");
    }
}
