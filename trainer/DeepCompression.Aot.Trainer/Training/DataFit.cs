using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Training;

/// <summary>Checks that images suit a network.</summary>
internal static class DataFit
{
    /// <summary>The logits of a network.</summary>
    public static int OutputLength(NetworkDefinition network) =>
        (int)ShapeInference.Infer(network.Graph)[network.Graph.Outputs[0]].ElementCount;

    /// <exception cref="ArgumentException">They do not; the message says how.</exception>
    public static void Check(NetworkDefinition network, Dataset data)
    {
        long inputs = network.Graph.Inputs[0].ElementCount;
        if (data.Shape.Length != inputs)
        {
            throw new ArgumentException(
                $"The images of '{data.Name}' have {data.Shape.Length} values, but network '{network.Name}' takes {inputs}.", nameof(data));
        }

        CheckOutputs(OutputLength(network), data);
    }

    /// <exception cref="ArgumentException">There are no images, or not as many classes as outputs.</exception>
    public static void CheckOutputs(int outputs, Dataset data)
    {
        if (data.ClassCount != outputs)
        {
            throw new ArgumentException($"'{data.Name}' has {data.ClassCount} classes, but the network {outputs} outputs.", nameof(data));
        }

        if (data.Count == 0)
        {
            throw new ArgumentException($"'{data.Name}' has no images.", nameof(data));
        }
    }
}
