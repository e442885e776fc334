using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>
/// The name of every value and parameter in an ONNX graph, where both share one name space and no name may stand twice.
/// The artifact's own names are kept; what has none is named by its number.
/// </summary>
internal sealed class OnnxNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly string[] _values;
    private readonly string[] _parameters;

    public OnnxNames(Graph graph, GraphNames names)
    {
        _values = new string[graph.ValueCount];
        _parameters = new string[graph.Parameters.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = Unique(names.OfValue(i) ?? (i < graph.Inputs.Length ? $"input{i}" : $"value{i}"));
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i] = Unique(names.OfParameter(i) ?? $"parameter{i}");
        }
    }

    public string Value(int number) => _values[number];

    public string Parameter(int number) => _parameters[number];

    /// <summary>The name, or with the first free number behind it; an empty name means "absent" in ONNX, so it is not kept.</summary>
    private string Unique(string name)
    {
        string stem = name.Length == 0 ? "unnamed" : name;
        string candidate = stem;
        for (int copy = 2; !_taken.Add(candidate); copy++)
        {
            candidate = $"{stem}_{copy}";
        }

        return candidate;
    }
}
