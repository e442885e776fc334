using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>
/// Says recurrent layers in ONNX's terms. There the input projection is part of the node: where a layer over rows computes it for this
/// node alone, the node takes its weights; otherwise its projection is the identity.
/// </summary>
internal sealed class OnnxRecurrent(Artifact artifact, OnnxNames names)
{
    private readonly Dictionary<int, LinearRowsOperator> _projections = Projections(artifact.Graph);

    /// <summary>Whether a recurrent node does what this operator does.</summary>
    public bool IsPartOfNode(Operator op) => op is LinearRowsOperator linear && _projections.ContainsValue(linear);

    /// <summary>The nodes that compute a value.</summary>
    public IEnumerable<NodeProto> Create(RecurrentOperator op, int output)
    {
        var nodes = new OnnxNodeList(names, names.Value(output));
        LinearRowsOperator? projection = _projections.GetValueOrDefault(op.Input);
        int input = projection?.Input ?? op.Input;
        TensorShape inputShape = artifact.ValueShapes[input];
        int units = artifact.Graph.Parameters[op.Weight].RowLength;
        int sequences = op.Form.Sequences;
        int steps = (int)(inputShape.ElementCount / inputShape.RowWidth) / sequences;

        // The samples of ONNX's batch are sequences too, beside those that the artifact has.
        string byStep = nodes.Transpose(nodes.Reshape(names.Value(input), -1, steps, sequences, inputShape.RowWidth), 1, 0, 2, 3);
        string[] states = [.. op.States.Select(state => nodes.Reshape(names.Value(state), 1, -1, units))];
        string weight = projection is null ? Identity(nodes, inputShape.RowWidth) : nodes.Unsqueeze(names.Parameter(projection.Weight));
        var node = new NodeProto { OpType = TypeOf(op), Name = $"{TypeOf(op)}_{output}" };
        node.Input.Add([nodes.Reshape(byStep, steps, -1, inputShape.RowWidth), weight, nodes.Unsqueeze(names.Parameter(op.Weight))]);
        node.Input.Add([Bias(nodes, op, projection), string.Empty, .. states]);
        if (op is LstmOperator { Peepholes: int peepholes })
        {
            node.Input.Add(Enumerable.Repeat(string.Empty, LstmInputs - 1 - node.Input.Count));
            node.Input.Add(nodes.Unsqueeze(names.Parameter(peepholes)));
        }

        bool keepsCell = op is LstmOperator { KeepsCell: true };
        string all = names.Fresh(names.Value(output) + ".states");
        string cell = names.Fresh(names.Value(output) + ".cell");
        node.Output.Add(keepsCell ? [all, string.Empty, cell] : [all]);
        node.Attribute.Add(Attributes(op, units));
        nodes.Add(node);

        string bySample = nodes.Transpose(nodes.Reshape(all, steps, -1, sequences, units), 1, 0, 2, 3);
        int[] shape = [.. artifact.ValueShapes[output].Dimensions];
        if (keepsCell)
        {
            nodes.Concat(names.Value(output), nodes.Reshape(bySample, -1, steps * sequences, units), nodes.Reshape(cell, -1, sequences, units));
        }
        else
        {
            nodes.ReshapeTo(names.Value(output), bySample, [-1, .. shape]);
        }

        return nodes.All;
    }

    private const int LstmInputs = 8;

    private static Dictionary<int, LinearRowsOperator> Projections(Graph graph)
    {
        var projections = new Dictionary<int, LinearRowsOperator>();
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            int value = graph.ValueOf(i);
            Operator[] readers = [.. graph.Operators.Where(op => op.Inputs.Contains(value))];
            if (graph.Operators[i] is LinearRowsOperator linear && !graph.Outputs.Contains(value)
                && readers is [RecurrentOperator { Input: int read } recurrent] && read == value && !recurrent.States.Contains(value))
            {
                projections.Add(value, linear);
            }
        }

        return projections;
    }

    private static string TypeOf(RecurrentOperator op) => op switch
    {
        LstmOperator => "LSTM",
        GruOperator => "GRU",
        _ => "RNN",
    };

    private static string Identity(OnnxNodeList nodes, int size)
    {
        IEnumerable<float> elements = Enumerable.Range(0, size * size).Select(i => i / size == i % size ? 1f : 0f);
        var tensor = new TensorProto { DataType = (int)TensorProto.Types.DataType.Float, Dims = { 1, size, size }, FloatData = { elements } };
        return nodes.Add("Constant", [], OnnxNodeList.Tensor("value", tensor));
    }

    /// <summary>The biases of projection and product, one behind the other; empty where there are none.</summary>
    private string Bias(OnnxNodeList nodes, RecurrentOperator op, LinearRowsOperator? projection)
    {
        int? own = (op as GruOperator)?.Bias;
        if (projection?.Bias is null && own is null)
        {
            return string.Empty;
        }

        int length = artifact.Graph.Parameters[op.Weight].Rows;
        string[] parts = [.. new[] { projection?.Bias, own }.Select(number => number is int bias
            ? names.Parameter(bias)
            : nodes.Add("ConstantOfShape", [nodes.Constant(length)]))];
        return nodes.Unsqueeze(nodes.Add("Concat", parts, OnnxNodeList.Number("axis", 0)));
    }

    private static IEnumerable<AttributeProto> Attributes(RecurrentOperator op, int units)
    {
        yield return OnnxNodeList.Number("hidden_size", units);
        if (op.Form.IsReverse)
        {
            yield return OnnxNodeList.Text("direction", "reverse");
        }

        if (op.Form.Clip is float clip)
        {
            yield return OnnxNodeList.Real("clip", clip);
        }

        if (op is GruOperator { ResetsAfter: true })
        {
            yield return OnnxNodeList.Number("linear_before_reset", 1);
        }

        if (op.Form.Functions == op.UsualFunctions)
        {
            yield break;
        }

        GateFunction[] functions = [.. op.Form.Functions];
        yield return OnnxNodeList.Texts("activations", [.. functions.Select(function => function.Kind.ToString())]);
        yield return OnnxNodeList.Reals("activation_alpha", [.. functions.Where(function => GateFunction.NumbersOf(function.Kind) > 0).Select(function => function.Alpha)]);
        yield return OnnxNodeList.Reals("activation_beta", [.. functions.Where(function => GateFunction.NumbersOf(function.Kind) > 1).Select(function => function.Beta)]);
    }
}
