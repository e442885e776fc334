using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>
/// The name of every value and parameter in an ONNX graph, where both share one name space and no name may stand twice.
/// The artifact's own names are kept; what has none is named by its place: input, output, fc1.weight.
/// </summary>
internal sealed class OnnxNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly string[] _values;
    private readonly string[] _parameters;

    public OnnxNames(Graph graph, GraphNames names)
    {
        _values = [.. Enumerable.Range(0, graph.ValueCount).Select(value => Unique(names.OfValue(value) ?? ValueName(graph, value)))];
        _parameters = new string[graph.Parameters.Length];
        foreach (ConstantOperator constant in graph.Operators.OfType<ConstantOperator>())
        {
            _parameters[constant.Tensor] = Unique(names.OfParameter(constant.Tensor) ?? $"constant{constant.Tensor + 1}");
        }

        foreach ((Operator op, string layer) in LayerNames.Of(graph, names))
        {
            for (int i = 0; i < op.Parameters.Length; i++)
            {
                int parameter = op.Parameters[i];
                _parameters[parameter] = Unique(names.OfParameter(parameter) ?? $"{layer}.{(i == 0 ? "weight" : "bias")}");
            }
        }
    }

    public string Value(int number) => _values[number];

    /// <summary>A name for something that the artifact does not number, made unique.</summary>
    public string Fresh(string name) => Unique(name);

    public string Parameter(int number) => _parameters[number];

    private static string ValueName(Graph graph, int value)
    {
        if (value < graph.Inputs.Length)
        {
            return graph.Inputs.Length == 1 ? "input" : $"input{value + 1}";
        }

        int output = graph.Outputs.AsSpan().IndexOf(value);
        return output < 0 ? $"value{value}" : graph.Outputs.Length == 1 ? "output" : $"output{output + 1}";
    }

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
