using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Import.Operators;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Walks the nodes of a model in order, which ONNX requires to be one in which they can run, and collects what fails.</summary>
internal sealed class GraphImporter
{
    private readonly string _path;
    private readonly GraphProto _graph;
    private readonly int _operatorSet;
    private readonly TensorDecoder _tensors;
    private readonly NetworkDraft _network = new();
    private readonly ImportMemory _memory;
    private readonly Dictionary<string, TensorProto> _initialisers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImportedValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seenOnce;
    private readonly List<string> _problems = [];
    private readonly List<string> _notices = [];

    private GraphImporter(string path, ModelProto model)
    {
        _path = path;
        _graph = model.Graph;
        _operatorSet = OnnxFile.OperatorSet(path, model);
        _memory = new ImportMemory(model.CalculateSize());
        _tensors = new TensorDecoder(path, new ExternalData(path));
        _seenOnce = SeenOnce(_graph);
    }

    /// <summary>The network of a model file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">What the model leaves open.</param>
    /// <exception cref="ImportException">The file cannot be read, is damaged, or has nodes that cannot be imported; all of them are named.</exception>
    public static ImportedNetwork Import(string path, ImportOptions options) =>
        new GraphImporter(path, OnnxFile.Load(path)).Run(options);

    private ImportedNetwork Run(ImportOptions options)
    {
        foreach (TensorProto tensor in _graph.Initializer)
        {
            if (!_initialisers.TryAdd(tensor.Name, tensor))
            {
                throw new ImportException($"{_path}: tensor '{tensor.Name}' stands twice");
            }
        }

        AddInputs(options);
        foreach (NodeProto node in _graph.Node)
        {
            AddNode(node);
        }

        ThrowProblems();
        return Build();
    }

    private void AddInputs(ImportOptions options)
    {
        var shapes = new InputShapes(_path, options.Dimensions);
        foreach (ValueInfoProto input in _graph.Input.Where(input => !_initialisers.ContainsKey(input.Name)))
        {
            Bind(input.Name, options.Constants.TryGetValue(input.Name, out ConstantTensor? constant)
                ? new ConstantValue(constant, input.Name)
                : _network.AddInput(input.Name, shapes.Of(input)) with { IsInteger = InputShapes.IsInteger(input) });
        }

        shapes.RequireAllUsed();
        _notices.AddRange(shapes.Notices);
    }

    private void AddNode(NodeProto node)
    {
        ImportedValue?[] inputs = [.. node.Input.Select(name => name.Length == 0 ? null : Find(name, node))];
        ImportedValue[] outputs;
        try
        {
            outputs = Import(node, inputs);
        }
        catch (Exception exception) when (exception is NodeException or ArtifactException)
        {
            _problems.Add($"{Describe(node)} ({exception.Message})");
            outputs = [];
        }

        for (int i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0)
            {
                Bind(node.Output[i], i < outputs.Length ? outputs[i] : new UnknownValue());
            }
        }
    }

    private ImportedValue[] Import(NodeProto node, ImportedValue?[] inputs)
    {
        NodeImporter importer = OperatorImports.Find(node);
        if (inputs.Any(input => input is UnknownValue))
        {
            // The node that should have computed it is on the list already.
            return [];
        }

        _memory.Take(inputs.OfType<ConstantValue>().Sum(constant => (long)constant.Tensor.Length));
        IntegerOperators.Require(node.OpType, inputs);
        var attributes = new NodeAttributes(node);
        ImportedValue[] outputs = importer(new NodeImport(node.OpType, _operatorSet, inputs, attributes, _network, _tensors, node.Output.Count)
        {
            Memory = _memory,
            IsRead = output => output < node.Output.Count && node.Output[output].Length > 0 && IsRead(node.Output[output]),
        });
        if (attributes.Unread.Any())
        {
            throw new NodeException($"attribute {string.Join(", ", attributes.Unread)} is not known");
        }

        string? extra = node.Output.Skip(outputs.Length).FirstOrDefault(name => name.Length > 0 && IsRead(name));
        return extra is null ? IntegerOperators.Mark(node.OpType, inputs, outputs) : throw new NodeException($"its output '{extra}' is used, which only training has or which is not supported");
    }

    private ImportedNetwork Build()
    {
        var outputs = new List<(ValueDraft, string)>();
        var taken = new HashSet<ValueDraft>();
        foreach (ValueInfoProto output in _graph.Output)
        {
            switch (_values.GetValueOrDefault(output.Name))
            {
                case ComputedValue value:
                    outputs.Add((Output(value, taken), output.Name));
                    break;
                case null:
                    throw new ImportException($"{_path}: output '{output.Name}' is computed by no node; the file is damaged");
                default:
                    throw new ImportException($"{_path}: output '{output.Name}' is the same for every input; there is nothing to compute");
            }
        }

        return outputs.Count > 0
            ? RequireFinite(_network.Build(outputs, _notices))
            : throw new ImportException($"{_path}: the model has no output");
    }

    private ImportedNetwork RequireFinite(ImportedNetwork network)
    {
        int number = network.Parameters.ToList().FindIndex(values => !Array.TrueForAll(values, float.IsFinite));
        return number < 0
            ? network
            : throw new ImportException($"{_path}: {network.Names.OfParameter(number) ?? $"parameter {number}"} has a weight that is infinite or not a number");
    }

    /// <summary>A value that an operator computes and that is no output already, in the shape that the model declares; a copy, if need be.</summary>
    private ValueDraft Output(ComputedValue value, HashSet<ValueDraft> taken)
    {
        try
        {
            ValueDraft draft = _network.Natural(value);
            ValueDraft output = draft.Producer is not null && !taken.Contains(draft) ? draft : _network.Copy(draft);
            taken.Add(output);
            return output;
        }
        catch (Exception exception) when (exception is NodeException or ArtifactException)
        {
            throw new ImportException($"{_path}: an output has a shape that is not supported: {exception.Message}", exception);
        }
    }

    /// <summary>A value by its name; initialisers are read when a node first needs them.</summary>
    private ImportedValue Find(string name, NodeProto node)
    {
        if (_values.TryGetValue(name, out ImportedValue? value))
        {
            return value;
        }

        if (!_initialisers.TryGetValue(name, out TensorProto? tensor))
        {
            throw new ImportException($"{_path}: {Describe(node)} reads '{name}', which nothing before it computes; the file is damaged");
        }

        var constant = new ConstantValue(_tensors.Decode(tensor), name);
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            _memory.Add(constant.Tensor.Length);
        }

        return _values[name] = constant;
    }

    private void Bind(string name, ImportedValue value)
    {
        if (!_values.TryAdd(name, value))
        {
            throw new ImportException($"{_path}: '{name}' is computed twice; the file is damaged");
        }

        if (value is ComputedValue computed && !_seenOnce.Contains(name))
        {
            computed.Draft.IsShared = true;
        }
    }

    private bool IsRead(string name) =>
        _graph.Node.Any(node => node.Input.Contains(name)) || _graph.Output.Any(output => output.Name == name);

    private void ThrowProblems()
    {
        if (_problems.Count > 0)
        {
            string count = _problems.Count == 1 ? "1 node cannot" : $"{_problems.Count} nodes cannot";
            throw new ImportException($"{_path}: {count} be imported: {string.Join("; ", _problems)}");
        }
    }

    /// <summary>The names that exactly one input of one node reads and that are no output.</summary>
    private static HashSet<string> SeenOnce(GraphProto graph) => graph.Node.SelectMany(node => node.Input)
        .Concat(graph.Output.SelectMany(output => new[] { output.Name, output.Name }))
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(uses => uses.Count() == 1)
        .Select(uses => uses.Key)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>An operator's name and where it sits: its own name, or where it has none what it computes.</summary>
    private static string Describe(NodeProto node)
    {
        string type = OnnxFile.IsStandard(node.Domain) ? node.OpType : $"{node.Domain}.{node.OpType}";
        return node.Name.Length > 0 ? $"{type} '{node.Name}'" : $"{type} computing '{string.Join(", ", node.Output)}'";
    }
}
