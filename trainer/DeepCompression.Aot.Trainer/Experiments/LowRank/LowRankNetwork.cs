using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Experiments.LowRank;

/// <summary>
/// A network whose large layers are replaced by two: the first to a few values, the second from these to the outputs. A
/// convolution becomes one with few channels and one of 1×1.
/// </summary>
internal sealed class LowRankNetwork
{
    /// <summary>Layers with fewer weights stay whole: in small layers a rank costs much error and saves little.</summary>
    private const int FewestWeights = 10_000;

    private readonly NetworkDefinition _network;
    private readonly float[][] _parameters;
    private readonly Dictionary<int, Factorisation> _factorisations = [];

    /// <summary>Factors the large layers of a trained network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters, by number.</param>
    public LowRankNetwork(NetworkDefinition network, float[][] parameters)
    {
        _network = network;
        _parameters = parameters;
        foreach (int weight in network.Weights.Where(weight => parameters[weight].Length >= FewestWeights))
        {
            _factorisations.Add(weight, new Factorisation(network.Graph.Parameters[weight], parameters[weight]));
        }
    }

    /// <summary>The fraction with which the network, in single precision, has a given size; nearly, since ranks are whole.</summary>
    public double FractionFor(double bytes)
    {
        double factored = _factorisations.Values.Sum(layer => (double)layer.Rows * layer.Columns * sizeof(float));
        return Math.Max(0, (bytes - (_network.DenseBytes - factored)) / factored);
    }

    /// <summary>The network with its factors cut off, and its parameters.</summary>
    /// <param name="fraction">The fraction of a layer's weights that its two factors have together.</param>
    public (NetworkDefinition Network, float[][] Parameters) Truncate(double fraction)
    {
        var cut = new Truncation(_network.Graph.Inputs.Length);
        foreach (Operator op in _network.Graph.Operators)
        {
            cut.Add(op, _parameters, _network.Graph, _factorisations, fraction);
        }

        var graph = new Graph(
            _network.Graph.Inputs, new([.. cut.Shapes]), new([.. cut.Operators]), new([.. _network.Graph.Outputs.Select(value => cut.Values[value])]));
        ShapeInference.Infer(graph);
        string[] names = [.. Enumerable.Range(0, cut.Shapes.Count).Select(number => $"p{number}")];
        Dictionary<int, float> dropout = _network.Dropout.ToDictionary(rate => cut.Values[rate.Key], rate => rate.Value);
        return (_network with { Graph = graph, ParameterNames = names, Dropout = dropout }, [.. cut.Parameters]);
    }

    /// <summary>The graph as it is rewritten, operator by operator.</summary>
    private sealed class Truncation(int inputs)
    {
        /// <summary>The new number of each value.</summary>
        public List<int> Values { get; } = [.. Enumerable.Range(0, inputs)];

        public List<Operator> Operators { get; } = [];

        public List<TensorShape> Shapes { get; } = [];

        public List<float[]> Parameters { get; } = [];

        public void Add(Operator op, float[][] parameters, Graph graph, Dictionary<int, Factorisation> factorisations, double fraction)
        {
            int input = Values[op.Inputs[0]];
            if (op.Parameters.Length > 0 && factorisations.TryGetValue(op.Parameters[0], out Factorisation? factorisation))
            {
                int rank = factorisation.RankFor(fraction);
                int[] window = [.. graph.Parameters[op.Parameters[0]].Dimensions.Skip(1)];
                int inner = Parameter(new TensorShape([rank, .. window]), factorisation.Inner(rank));
                int[] outerShape = op is ConvolutionOperator ? [factorisation.Rows, rank, 1, 1] : [factorisation.Rows, rank];
                int outer = Parameter(new TensorShape(outerShape), factorisation.Outer(rank));
                input = Append(Weighted(op, input, inner, bias: null));
                op = op is ConvolutionOperator convolution ? convolution with { Window = new SlidingWindow(1) } : op;
                Values.Add(Append(Weighted(op, input, outer, CopyBias(op, parameters, graph))));
                return;
            }

            Operator copy = op.Parameters.Length > 0
                ? Weighted(op, input, Copy(op.Parameters[0], parameters, graph), CopyBias(op, parameters, graph))
                : Moved(op, input);
            Values.Add(Append(copy));
        }

        private int Append(Operator op)
        {
            Operators.Add(op);
            return inputs + Operators.Count - 1;
        }

        private int Parameter(TensorShape shape, float[] values)
        {
            Shapes.Add(shape);
            Parameters.Add(values);
            return Shapes.Count - 1;
        }

        private int Copy(int parameter, float[][] parameters, Graph graph) => Parameter(graph.Parameters[parameter], parameters[parameter]);

        private int? CopyBias(Operator op, float[][] parameters, Graph graph) =>
            op.Parameters.Length > 1 ? Copy(op.Parameters[1], parameters, graph) : null;

        private static Operator Weighted(Operator op, int input, int weight, int? bias) => op switch
        {
            LinearOperator linear => linear with { Input = input, Weight = weight, Bias = bias },
            ConvolutionOperator convolution => convolution with { Input = input, Weight = weight, Bias = bias },
            _ => throw Unknown(op),
        };

        private static Operator Moved(Operator op, int input) => op switch
        {
            ReluOperator relu => relu with { Input = input },
            FlattenOperator flatten => flatten with { Input = input },
            MaxPoolOperator pool => pool with { Input = input },
            AveragePoolOperator pool => pool with { Input = input },
            SoftmaxOperator softmax => softmax with { Input = input },
            _ => throw Unknown(op),
        };

        private static ArgumentException Unknown(Operator op) => new($"An operator of kind {op.Kind} is not one that factorisation knows.", nameof(op));
    }
}
