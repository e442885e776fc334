using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The operators that can be imported, each with the file that knows it.</summary>
internal static class OperatorImports
{
    private static readonly Dictionary<string, NodeImporter> Importers = new(StringComparer.Ordinal)
    {
        ["Abs"] = UnaryImport.Of(UnaryFunction.Abs),
        ["Add"] = ArithmeticImport.Import,
        ["AveragePool"] = PoolImport.Average,
        ["BatchNormalization"] = BatchNormalizationImport.Import,
        ["Cast"] = CastImport.Import,
        ["Celu"] = UnaryImport.Of(UnaryFunction.Celu, 1),
        ["Clip"] = UnaryImport.Clip,
        ["Concat"] = ConcatImport.Import,
        ["Constant"] = ConstantImport.Import,
        ["ConstantOfShape"] = ConstantImport.OfShape,
        ["Conv"] = ConvImport.Import,
        ["Div"] = ArithmeticImport.Import,
        ["Dropout"] = IdentityImport.Dropout,
        ["Elu"] = UnaryImport.Of(UnaryFunction.Elu, 1),
        ["Erf"] = UnaryImport.Of(UnaryFunction.Erf),
        ["Exp"] = UnaryImport.Of(UnaryFunction.Exp),
        ["Flatten"] = ReshapeImport.Flatten,
        ["Floor"] = UnaryImport.Of(UnaryFunction.Floor),
        ["Gather"] = GatherImport.Import,
        ["Gelu"] = UnaryImport.Gelu,
        ["Gemm"] = GemmImport.Import,
        ["GRU"] = RecurrentImport.Gru,
        ["GlobalAveragePool"] = PoolImport.GlobalAverage,
        ["GlobalMaxPool"] = PoolImport.GlobalMax,
        ["HardSigmoid"] = UnaryImport.Of(UnaryFunction.HardSigmoid, 0.2f, 0.5f),
        ["HardSwish"] = UnaryImport.Of(UnaryFunction.HardSwish),
        ["Hardmax"] = SoftmaxImport.Hardmax,
        ["Identity"] = IdentityImport.Import,
        ["LeakyRelu"] = UnaryImport.Of(UnaryFunction.LeakyRelu, 0.01f),
        ["Log"] = UnaryImport.Of(UnaryFunction.Log),
        ["LogSoftmax"] = SoftmaxImport.LogSoftmax,
        ["LSTM"] = RecurrentImport.Lstm,
        ["LRN"] = LocalResponseNormalizationImport.Import,
        ["MatMul"] = MatMulImport.Import,
        ["Max"] = BinaryImport.OfAll(BinaryFunction.Maximum),
        ["MaxPool"] = PoolImport.Max,
        ["Mean"] = BinaryImport.Mean,
        ["Min"] = BinaryImport.OfAll(BinaryFunction.Minimum),
        ["Mish"] = UnaryImport.Of(UnaryFunction.Mish),
        ["Mul"] = ArithmeticImport.Import,
        ["Neg"] = UnaryImport.Of(UnaryFunction.Neg),
        ["PRelu"] = BinaryImport.PRelu,
        ["Pad"] = PadImport.Import,
        ["Pow"] = BinaryImport.Pow,
        ["Reciprocal"] = UnaryImport.Of(UnaryFunction.Reciprocal),
        ["RNN"] = RecurrentImport.Rnn,
        ["Relu"] = ReluImport.Import,
        ["Reshape"] = ReshapeImport.Reshape,
        ["Round"] = UnaryImport.Of(UnaryFunction.Round),
        ["Selu"] = UnaryImport.Of(UnaryFunction.Selu, 1.67326319217681884765625f, 1.05070102214813232421875f),
        ["Shape"] = ShapeImport.Import,
        ["Sigmoid"] = UnaryImport.Of(UnaryFunction.Sigmoid),
        ["Slice"] = SliceImport.Import,
        ["Softmax"] = SoftmaxImport.Softmax,
        ["Softplus"] = UnaryImport.Of(UnaryFunction.Softplus),
        ["Softsign"] = UnaryImport.Of(UnaryFunction.Softsign),
        ["Sqrt"] = UnaryImport.Of(UnaryFunction.Sqrt),
        ["Squeeze"] = ReshapeImport.Squeeze,
        ["Sub"] = ArithmeticImport.Import,
        ["Sum"] = BinaryImport.OfAll(BinaryFunction.Sum),
        ["Swish"] = UnaryImport.Of(UnaryFunction.Swish, 1),
        ["Tanh"] = UnaryImport.Of(UnaryFunction.Tanh),
        ["ThresholdedRelu"] = UnaryImport.Of(UnaryFunction.ThresholdedRelu, 1),
        ["Transpose"] = TransposeImport.Import,
        ["Unsqueeze"] = ReshapeImport.Unsqueeze,
    };

    /// <summary>The names of all operators, in order.</summary>
    public static IEnumerable<string> Names => Importers.Keys.Order(StringComparer.Ordinal);

    /// <summary>The importer of a node.</summary>
    /// <exception cref="NodeException">The operator cannot be imported.</exception>
    public static NodeImporter Find(NodeProto node) =>
        OnnxFile.IsStandard(node.Domain) && Importers.TryGetValue(node.OpType, out NodeImporter? importer)
            ? importer
            : throw new NodeException("the operator is not supported");
}
