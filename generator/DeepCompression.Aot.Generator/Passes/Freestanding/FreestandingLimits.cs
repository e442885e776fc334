using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>What code for a microcontroller can be generated for.</summary>
internal static class FreestandingLimits
{
    /// <summary>Elements of a value: 16 bits name a place in it.</summary>
    private const int MaxElements = ushort.MaxValue;

    /// <summary>The most plain bits that may tell the gaps of a class apart.</summary>
    private const int MaxGapBits = 16;

    public static Result<ParsedArtifact> Check(ModelFile file, ParsedArtifact parsed)
    {
        Artifact artifact = parsed.Artifact;
        string? problem = OptionProblem(parsed)
            ?? artifact.Graph.Operators.Select(OperatorProblem).FirstOrDefault(found => found is not null)
            ?? artifact.ValueShapes.Select(SizeProblem).FirstOrDefault(found => found is not null)
            ?? artifact.Tensors.Select(GapProblem).FirstOrDefault(found => found is not null)
            ?? (parsed.Arithmetic == Arithmetic.Int8 ? IntegerProblem(file, parsed) : null);
        return problem is null
            ? Result<ParsedArtifact>.Success(parsed)
            : Result<ParsedArtifact>.Failure(new Problem(Descriptors.UnsupportedNetwork.Id, file.ArtifactPath, problem));
    }

    private static string? OptionProblem(ParsedArtifact parsed) => parsed switch
    {
        { Arithmetic: Arithmetic.Int14 } => "the Platform freestanding computes with float32 or int8; leave Arithmetic out",
        { Batch: > 1 } => "the Platform freestanding runs one sample at a time; leave Batch out",
        { Memory: WeightMemory.ReadOnlyAvx512 } => "the Platform freestanding has no vectors; Memory=\"readonly\" stores weights ready to run there",
        { TwoThreads: true } => "the Platform freestanding has one thread; leave Threads out",
        _ => null,
    };

    private static string? OperatorProblem(Operator op) => op switch
    {
        LinearOperator or ConvolutionOperator or GroupedConvolutionOperator or MaxPoolOperator or AveragePoolOperator or ReluOperator
            or FlattenOperator or ReshapeOperator or AddOperator or PadOperator or SoftmaxOperator or UnaryOperator { Function: UnaryFunction.Clip } => null,
        UnaryOperator unary => NoCode(unary.Function.ToString()),
        BinaryOperator binary => NoCode(binary.Function.ToString()),
        _ => NoCode(op.Kind.ToString()),
    };

    private static string NoCode(string name) => $"the Platform freestanding has no code for the operator {name}";

    private static string? IntegerProblem(ModelFile file, ParsedArtifact parsed)
    {
        if (parsed.Artifact.Graph is not { Inputs.Length: 1, Outputs.Length: 1 })
        {
            return "on the Platform freestanding, Arithmetic int8 is for networks of one input and one output";
        }

        if (ScaleBytes.InputExponent(parsed.Artifact) is null)
        {
            return "Arithmetic int8 needs the range of its input, and the artifact has neither an input contract nor an activation scale of it";
        }

        ModelPlan plan = PassList.Run(file.Name, parsed, className: string.Empty);
        Layer? other = plan.Layers.FirstOrDefault(layer => !HasIntegers(plan, layer));
        return other is null ? null : $"on the Platform freestanding, Arithmetic int8 has no code for the layer {other.Name} ({LayerText.Summary(other)}) where it stands";
    }

    /// <summary>Whether integers can compute a layer: the network ends with sums, and a softmax reads such.</summary>
    private static bool HasIntegers(ModelPlan plan, Layer layer) => layer switch
    {
        _ when plan.Outputs.Contains(layer.Output) && layer.OutputForm != OutputForm.Sums => false,
        SoftmaxLayer softmax => plan.Layers.Any(before => before.Output == softmax.Input && before.OutputForm == OutputForm.Sums),
        WeightLayer or AddLayer or PoolLayer => true,
        _ => ScaleBytes.MovesBytes(layer),
    };

    private static string? SizeProblem(TensorShape shape) => shape.ElementCount <= MaxElements
        ? null
        : $"a value of {shape} has more than the {NumberText.Grouped(MaxElements)} elements that the Platform freestanding can name";

    private static string? GapProblem(Tensor tensor) =>
        tensor is CodedTensor { Nnz: > 0 } coded && LongestGap(PackedWeights.Of(coded).Code) is int bits and > MaxGapBits
            ? $"gaps between its weights take {bits} bits, more than {MaxGapBits}"
            : null;

    private static int LongestGap(HuffmanWeightCode code) => GapClasses.ExtraBits(code.GapLengths.Length - 1, code.Resolution);
}
