using System.Reflection;

namespace DeepCompression.Aot.Generator.Tests.Support;

internal delegate void Run1To1(ReadOnlySpan<float> input, Span<float> output, Span<float> workspace);

internal delegate void Run1To2(ReadOnlySpan<float> input, Span<float> output1, Span<float> output2, Span<float> workspace);

internal delegate void Run2To1(ReadOnlySpan<float> input1, ReadOnlySpan<float> input2, Span<float> output, Span<float> workspace);

internal delegate void Run2To2(
    ReadOnlySpan<float> input1, ReadOnlySpan<float> input2, Span<float> output1, Span<float> output2, Span<float> workspace);

internal delegate void Run3To1(
    ReadOnlySpan<float> input1, ReadOnlySpan<float> input2, ReadOnlySpan<float> input3, Span<float> output, Span<float> workspace);

internal delegate void Run3To2(
    ReadOnlySpan<float> input1, ReadOnlySpan<float> input2, ReadOnlySpan<float> input3,
    Span<float> output1, Span<float> output2, Span<float> workspace);

internal delegate void KernelMethod(ReadOnlySpan<float> input, Span<float> output);

internal delegate void ScratchKernelMethod(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);

/// <summary>A generated class, called as its users call it.</summary>
internal sealed class CompiledModel(Type type)
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public Type Type { get; } = type;

    public int WorkspaceLength => (int)Type.GetField(nameof(WorkspaceLength))!.GetRawConstantValue()!;

    public void Load() => Type.GetMethod("Load")!.Invoke(null, null);

    /// <summary>Runs the network in a workspace full of NaN, so that anything read before it is written shows.</summary>
    public float[][] Run(float[][] inputs, int[] outputLengths)
    {
        float[][] outputs = [.. outputLengths.Select(length => Enumerable.Repeat(float.NaN, length).ToArray())];
        float[] workspace = [.. Enumerable.Repeat(float.NaN, WorkspaceLength)];
        Run(inputs.Length, outputs.Length, input => inputs[input], output => outputs[output], workspace);
        return outputs;
    }

    /// <summary>Runs the network in memory of the caller.</summary>
    public void Run(int inputCount, int outputCount, Func<int, Span<float>> inputs, Func<int, Span<float>> outputs, Span<float> workspace)
    {
        switch (inputCount, outputCount)
        {
            case (1, 1): Method<Run1To1>("Run")(inputs(0), outputs(0), workspace); break;
            case (1, 2): Method<Run1To2>("Run")(inputs(0), outputs(0), outputs(1), workspace); break;
            case (2, 1): Method<Run2To1>("Run")(inputs(0), inputs(1), outputs(0), workspace); break;
            case (2, 2): Method<Run2To2>("Run")(inputs(0), inputs(1), outputs(0), outputs(1), workspace); break;
            case (3, 1): Method<Run3To1>("Run")(inputs(0), inputs(1), inputs(2), outputs(0), workspace); break;
            case (3, 2): Method<Run3To2>("Run")(inputs(0), inputs(1), inputs(2), outputs(0), outputs(1), workspace); break;
            default: throw new NotSupportedException($"No delegate for {inputCount} inputs and {outputCount} outputs.");
        }
    }

    /// <summary>A method of the class, private ones included.</summary>
    public TDelegate Method<TDelegate>(string name)
        where TDelegate : Delegate
    {
        Type[] parameters = [.. typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
        return Type.GetMethod(name, AnyStatic, parameters)!.CreateDelegate<TDelegate>();
    }
}
