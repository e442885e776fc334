using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Verification.Conformance;

/// <summary>
/// Which inputs of an operator are data, so that inference takes them: the tests have all as inputs of the model, where real models
/// have weights, shapes, axes, scales and indices as constants.
/// </summary>
internal static class DataInputs
{
    /// <summary>Operators that combine what the network computes: all their inputs are data.</summary>
    private static readonly HashSet<string> AllData = new(StringComparer.Ordinal)
    {
        "Add", "Concat", "Div", "MatMul", "Max", "Mean", "Min", "Mul", "Pow", "Sub", "Sum",
    };

    /// <summary>The names of the model's inputs that inference takes: all of an operator that combines, otherwise the first of each node.</summary>
    public static IReadOnlySet<string> Of(ModelProto model) => model.Graph.Node
        .SelectMany(node => AllData.Contains(node.OpType) ? node.Input : node.Input.Take(1))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The recorded tensors of all other inputs, by the inputs' names.</summary>
    public static Dictionary<string, ConstantTensor> Constants(ModelProto model, IReadOnlyList<ConstantTensor> recorded)
    {
        IReadOnlySet<string> data = Of(model);
        return model.Graph.Input.Zip(recorded)
            .Where(input => !data.Contains(input.First.Name))
            .ToDictionary(input => input.First.Name, input => input.Second, StringComparer.Ordinal);
    }
}
