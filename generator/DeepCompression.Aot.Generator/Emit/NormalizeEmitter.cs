using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints what takes raw bytes: for a network of one input whose artifact says how bytes become its elements.</summary>
internal static class NormalizeEmitter
{
    public static void Emit(CodeWriter code, ModelPlan plan)
    {
        if (plan.RawInput is not { } contract)
        {
            return;
        }

        code.Blank();
        EmitNormalize(code, plan, contract);
        if (plan.InputAndWorkspaceFitStack)
        {
            code.Blank();
            EmitRun(code, plan, withWorkspace: false);
        }

        if (plan.InputFitsStack)
        {
            code.Blank();
            EmitRun(code, plan, withWorkspace: true);
        }
    }

    private static void EmitNormalize(CodeWriter code, ModelPlan plan, InputNormalisation contract)
    {
        string input = Identifiers.Camel(plan.InputNames[0]);
        code.Document("Turns raw bytes, such as pixels, into the numbers that the network expects.");
        RunEmitter.EmitParameter(code, "raw", "A byte for each element of the input.");
        RunEmitter.EmitParameter(code, input, ShapeText.Input(plan, 0));
        code.Write("/// <exception cref=\"ArgumentException\">A span has the wrong length.</exception>");
        code.Open($"public static void Normalize(ReadOnlySpan<byte> raw, Span<float> {input})");
        code.Write($"Runtime::RunArguments.RequireLength<byte>(raw, {plan.InputNames[0]}Length, nameof(raw));");
        code.Write($"Runtime::RunArguments.RequireLength<float>({input}, {plan.InputNames[0]}Length, nameof({input}));");
        code.Write(contract.Scales.Length == 1
            ? $"Runtime::Normalization.Apply(raw, {input}, scale: {Literals.Float(contract.Scales[0])}, offset: {Literals.Float(contract.Offsets[0])});"
            : $"Runtime::Normalization.Apply(raw, {input}, scales: {Floats(contract.Scales)}, offsets: {Floats(contract.Offsets)}, channelsLast: {ChannelsLast(contract)});");
        code.Close();
    }

    private static void EmitRun(CodeWriter code, ModelPlan plan, bool withWorkspace)
    {
        string input = Identifiers.Camel(plan.InputNames[0]);
        string workspaceParameter = withWorkspace ? ", Span<float> workspace" : string.Empty;
        string outputs = string.Join(", ", plan.OutputNames.Select(Identifiers.Camel));
        code.Document("Runs the network once on raw bytes, such as pixels. Allocates nothing once the weights are unpacked; any number of threads may call it at once.");
        RunEmitter.EmitParameter(code, "raw", "A byte for each element of the input.");
        RunEmitter.EmitOutputDocumentation(code, plan, withWorkspace);
        code.Open($"public static void Run(ReadOnlySpan<byte> raw, {RunEmitter.OutputParameters(plan)}{workspaceParameter})");
        code.Write($"Span<float> {input} = stackalloc float[{plan.InputNames[0]}Length];");
        code.Write($"Normalize(raw, {input});");
        code.Write($"Run({input}, {outputs}{(withWorkspace ? ", workspace" : string.Empty)});");
        code.Close();
    }

    private static string Floats(EquatableArray<float> values) => $"[{string.Join(", ", values.Select(Literals.Float))}]";

    private static string ChannelsLast(InputNormalisation contract) => contract.Layout == InputLayout.ChannelsLast ? "true" : "false";
}
