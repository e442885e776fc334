using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>What code can be generated for; within these limits no pass and no emitter fails.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class NetworkLimits
{
    /// <summary>Layers: beyond this the generated source would take the compiler minutes.</summary>
    public const int MaxLayers = 1024;

    /// <summary>Bytes of constants: larger ones make the compiler slow, about a second for each megabyte.</summary>
    public const long MaxConstantBytes = 32L << 20;

    /// <summary>Activations over all values, padding included: a gigabyte of floats.</summary>
    public const long MaxActivations = 1L << 28;

    /// <summary>What is beyond the limits, or null.</summary>
    public static string? Problem(ParsedArtifact parsed)
    {
        Artifact artifact = parsed.Artifact;
        if (artifact.Graph.Operators.Length > MaxLayers)
        {
            return $"it has {NumberText.Grouped(artifact.Graph.Operators.Length)} operators, more than {NumberText.Grouped(MaxLayers)}";
        }

        if (ConstantBytes(artifact) is long bytes and > MaxConstantBytes)
        {
            return $"its weights take {NumberText.Grouped(bytes)} bytes as constants, more than {NumberText.Grouped(MaxConstantBytes)}; prune it further";
        }

        if (Activations(artifact) > MaxActivations / parsed.Batch)
        {
            return $"its values have more than {NumberText.Grouped(MaxActivations)} elements, padding included";
        }

        if (parsed.Batch == 1)
        {
            return null;
        }

        return parsed.Memory != WeightMemory.Unpacked
            ? $"a Batch needs unpacked weights, and the item has the Memory {parsed.Memory.Name()}; leave one of them out"
            : BatchSamples.Problem(artifact.Graph);
    }

    /// <summary>Weights are constants as they are coded, all else number by number.</summary>
    private static long ConstantBytes(Artifact artifact)
    {
        HashSet<int> values = [.. artifact.Graph.Operators.OfType<ConstantOperator>().Select(op => op.Tensor)];
        return artifact.Tensors
            .Select((tensor, number) => tensor is CodedTensor coded && !values.Contains(number) ? coded.Stream.Length : tensor.Shape.ElementCount * sizeof(float))
            .Sum();
    }

    private static long Activations(Artifact artifact)
    {
        long total = 0;
        foreach (TensorShape shape in artifact.ValueShapes)
        {
            total += shape.ElementCount;
        }

        foreach (Operator op in artifact.Graph.Operators)
        {
            SlidingWindow? window = op switch
            {
                ConvolutionOperator convolution => convolution.Window,
                GroupedConvolutionOperator convolution => convolution.Window,
                _ => null,
            };
            if (window is null)
            {
                continue;
            }

            TensorShape shape = artifact.ValueShapes[op.Inputs[0]];
            long rows = (long)window.PadTop + shape[1] + window.PadBottom;
            long columns = (long)window.PadLeft + shape[2] + window.PadRight;

            // Divided, not multiplied: the product of three hostile dimensions overflows.
            total += rows > MaxActivations / columns / shape[0] ? MaxActivations + 1 : shape[0] * rows * columns;
        }

        return total;
    }
}
