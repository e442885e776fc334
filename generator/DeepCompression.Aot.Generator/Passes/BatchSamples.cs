using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Where the project asks for a batch, lets each layer compute all its samples. In between, the same element of all samples lies side
/// by side, so that a weight meets vectors of samples; a layer at either end brings them into that order and back.
/// </summary>
internal static class BatchSamples
{
    /// <summary>The floats of the widest vectors: no vector holds fewer samples than it could.</summary>
    private const int SampleStep = 16;

    private const int MaxSamples = 1024;

    /// <summary>Whether a run may take so many samples.</summary>
    public static bool CanRun(int samples) => samples == 1 || (samples % SampleStep == 0 && samples is > 0 and <= MaxSamples);

    /// <summary>Why a network cannot run over several samples, or null if it can.</summary>
    public static string? Problem(Graph graph)
    {
        if (graph.Inputs.Length != 1 || graph.Outputs.Length != 1)
        {
            return "a Batch needs one input and one output; leave it out";
        }

        Operator? other = graph.Operators.FirstOrDefault(op => op is not (LinearOperator or ReluOperator or FlattenOperator));
        return other is null ? null : $"a Batch needs fully connected layers and rectifiers only, and it has an operator {other.Kind}; leave it out";
    }

    public static ModelPlan Run(ModelPlan plan)
    {
        int samples = plan.Source.Batch;
        if (samples == 1)
        {
            return plan;
        }

        const int Input = 0;
        int output = plan.Outputs[0];
        int interleaved = plan.Values.Length;
        int results = interleaved + 1;
        IEnumerable<Layer> layers = plan.Layers
            .Select(layer => layer.WithInputs(value => value == Input ? interleaved : value == output ? results : value))
            .Select(layer => layer.Output == output ? layer with { Output = results } : layer)
            .Select(layer => layer is LinearLayer linear ? linear with { Samples = samples } : layer);
        return plan with
        {
            Values = new([.. plan.Values.Append(plan.Values[Input]).Append(plan.Values[output]).Select(plan.OfAllSamples)]),
            Layers = new([
                new SamplesLayer(interleaved, Input, samples, Interleaves: true),
                .. layers,
                new SamplesLayer(output, results, samples, Interleaves: false)]),
        };
    }
}
