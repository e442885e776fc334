using DeepCompression.Aot.CommandLine.Data;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.CommandLine.Compressing;

/// <summary>The data of an imported network, checked against it.</summary>
/// <param name="Model">The model's file, for errors.</param>
/// <param name="Graph">A network of one input.</param>
/// <param name="Source">Where the data come from.</param>
/// <param name="Labels">What the network calls its classes; their numbers where null.</param>
internal sealed record ImportData(string Model, Graph Graph, DataSource Source, IReadOnlyList<string>? Labels)
{
    private int Classes => (int)ShapeInference.Infer(Graph)[Graph.Outputs[0]].ElementCount;

    /// <summary>Images to learn from, with or without labels.</summary>
    public Dataset LoadSamples(int count, CancellationToken cancellation)
    {
        Dataset samples = Source.LoadTraining(Classes <= Dataset.MostClasses ? ClassNames : null);
        DataCheck.RequireFit(Model, Graph.Inputs[0], samples);
        return samples.Thinned(count).Held(cancellation);
    }

    /// <summary>Labelled images, divided.</summary>
    public DatasetSplits LoadSplits(CancellationToken cancellation)
    {
        DatasetSplits splits = Source.Load(ClassNames, cancellation);
        DataCheck.RequireFit(Model, Graph.Inputs[0], Classes, splits.Train);
        return splits;
    }

    private IReadOnlyList<string> ClassNames => Labels ?? [.. InputContract.NumberedLabels(Classes)];

    /// <summary>The same images as a contract says the network expects them.</summary>
    public static DatasetSplits Normalised(DatasetSplits splits, InputContract? contract) => contract is null
        ? splits
        : new(Normalised(splits.Train, contract), Normalised(splits.Validation, contract), Normalised(splits.Test, contract));

    /// <summary>The same images as a contract says the network expects them.</summary>
    public static Dataset Normalised(Dataset images, InputContract? contract) => contract is null ? images : images.Normalised(contract.Inputs[0]);
}
