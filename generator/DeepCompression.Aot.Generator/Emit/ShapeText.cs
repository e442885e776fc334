using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Inputs and outputs in words, for comments.</summary>
internal static class ShapeText
{
    /// <summary>An input's shape, and what raw data becomes before it is given.</summary>
    public static string Input(ModelPlan plan, int input)
    {
        string text = $"{Which("Input", input, plan.InputNames.Length)}: {Elements(InputShape(plan, input))}";
        if (plan.Source.Artifact.InputContract?.Inputs[input] is not { } contract)
        {
            return text + ".";
        }

        string order = contract.Layout switch
        {
            InputLayout.ChannelsFirst => ", channels first",
            InputLayout.ChannelsLast => ", channels last",
            _ => string.Empty,
        };
        IEnumerable<string> channels = contract.Scales.Select((scale, i) => $"raw · {Literals.Float(scale)} + {Literals.Float(contract.Offsets[i])}");
        return $"{text}{order}, each {string.Join(" or, by channel, ", channels)}.";
    }

    public static string Output(ModelPlan plan, int output) =>
        $"{Which("Output", output, plan.OutputNames.Length)}: {Elements(OutputShape(plan, output))}.";

    public static TensorShape InputShape(ModelPlan plan, int input) => plan.OfAllSamples(plan.Source.Artifact.Graph.Inputs[input]);

    /// <summary>The shape the artifact gives the output, flattened or not.</summary>
    public static TensorShape OutputShape(ModelPlan plan, int output) =>
        plan.OfAllSamples(plan.Source.Artifact.ValueShapes[plan.Source.Artifact.Graph.Outputs[output]]);

    private static string Which(string kind, int number, int count) => count == 1 ? $"The {kind.ToLowerInvariant()}" : $"{kind} {number + 1} of {count}";

    private static string Elements(TensorShape shape) =>
        shape.Rank == 1 ? $"{shape.ElementCount} numbers" : $"{shape} numbers, the last dimension varying fastest";
}
