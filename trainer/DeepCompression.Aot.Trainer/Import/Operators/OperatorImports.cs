using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The operators that can be imported, each with the file that knows it.</summary>
internal static class OperatorImports
{
    private static readonly Dictionary<string, NodeImporter> Importers = new(StringComparer.Ordinal)
    {
        ["Add"] = ArithmeticImport.Import,
        ["AveragePool"] = PoolImport.Average,
        ["BatchNormalization"] = BatchNormalizationImport.Import,
        ["Cast"] = CastImport.Import,
        ["Concat"] = ConcatImport.Import,
        ["Constant"] = ConstantImport.Import,
        ["ConstantOfShape"] = ConstantImport.OfShape,
        ["Conv"] = ConvImport.Import,
        ["Div"] = ArithmeticImport.Import,
        ["Dropout"] = IdentityImport.Dropout,
        ["Flatten"] = ReshapeImport.Flatten,
        ["Gather"] = GatherImport.Import,
        ["Gemm"] = GemmImport.Import,
        ["GRU"] = RecurrentImport.Gru,
        ["GlobalAveragePool"] = PoolImport.GlobalAverage,
        ["GlobalMaxPool"] = PoolImport.GlobalMax,
        ["Identity"] = IdentityImport.Import,
        ["LSTM"] = RecurrentImport.Lstm,
        ["LRN"] = LocalResponseNormalizationImport.Import,
        ["MatMul"] = MatMulImport.Import,
        ["MaxPool"] = PoolImport.Max,
        ["Mul"] = ArithmeticImport.Import,
        ["Pad"] = PadImport.Import,
        ["RNN"] = RecurrentImport.Rnn,
        ["Relu"] = ReluImport.Import,
        ["Reshape"] = ReshapeImport.Reshape,
        ["Shape"] = ShapeImport.Import,
        ["Slice"] = SliceImport.Import,
        ["Softmax"] = SoftmaxImport.Import,
        ["Squeeze"] = ReshapeImport.Squeeze,
        ["Sub"] = ArithmeticImport.Import,
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
