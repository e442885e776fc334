using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Inference;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.Trainer.Calibration;

/// <summary>Compresses an imported network without training: by its weights alone, or with what calibration samples show.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Network">The network.</param>
/// <param name="Settings">How to compress its layers, as far as the user says.</param>
/// <param name="Target">What to choose the rest for.</param>
internal sealed record CompressionJob(string Model, ImportedNetwork Network, CompressionSettings Settings, CompressionTarget Target)
{
    /// <summary>What its input expects, or null.</summary>
    public InputContract? Contract { get; init; }

    /// <summary>Samples to calibrate on, normalised as the network expects; null without data.</summary>
    public Dataset? Calibration { get; init; }

    /// <summary>Labelled images to choose by where the target is an error; else null.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>What runs the network where it can.</summary>
    public required ITrainingEngine Engine { get; init; }

    /// <summary>Does the work.</summary>
    /// <param name="done">Is told what became of every layer.</param>
    /// <param name="cancellation">Ends the work between two layers or batches.</param>
    /// <returns>The artifact, and by how many percent it changes the outputs on the calibration samples, if there are any.</returns>
    /// <exception cref="NetworkException">The target cannot be met, or the data do not suit the network.</exception>
    public (byte[] Artifact, double? ChangePercent) Run(Action<LayerOutcome> done, CancellationToken cancellation)
    {
        try
        {
            using OutputChange? change = Calibration is null ? null : new OutputChange(Network, Calibration, Engine, cancellation);
            CompressionSettings settings = Target.IsGiven ? Choose(change, cancellation) : Settings;
            Tensor[] tensors = DataFreeCompression.Encode(Network, settings, done, cancellation);
            return (Write(tensors, Calibration is null ? default : Measure(tensors, Calibration, cancellation)), 100 * change?.Of(tensors));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new NetworkException($"{Model}: {exception.Message}", exception);
        }
    }

    private CompressionSettings Choose(OutputChange? change, CancellationToken cancellation)
    {
        CompressionSettings? chosen = change is null
            ? DensitySearch.Find(Settings, Encode, IsSmall)
            : Search(new BudgetSearch(Settings, new LayerTrials(change, Settings).Measure(), Encode), change, cancellation);
        return chosen ?? throw new NetworkException($"{Model}: {Target}: no densities and widths come to that; ask for less, or retrain it, which deepc compress --retrain does");

        Tensor[] Encode(CompressionSettings settings) => DataFreeCompression.Encode(Network, settings, cancellation: cancellation);
    }

    private CompressionSettings? Search(BudgetSearch search, OutputChange change, CancellationToken cancellation)
    {
        if (Target.Ratio is not null)
        {
            return search.Best(IsSmall);
        }

        if (Target.ChangePercent is double percent)
        {
            return search.Smallest(tensors => 100 * change.Of(tensors) <= percent);
        }

        return search.Smallest(tensors => ErrorPercent(tensors, cancellation) <= Target.ErrorPercent);
    }

    private bool IsSmall(Tensor[] tensors)
    {
        long dense = Network.Parameters.Sum(values => (long)values.Length) * sizeof(float);

        // Magnitudes take as many bytes whatever they are.
        EquatableArray<ActivationScale> scales = Calibration is null ? default : new([.. ActivationRanges.Values(Network.Graph).Select(value => new ActivationScale(value, 1))]);
        return dense >= Target.Ratio * Write(tensors, scales).Length;
    }

    private double ErrorPercent(Tensor[] tensors, CancellationToken cancellation)
    {
        using NetworkInference inference = NetworkInference.Create(Model, Network.Graph, [.. tensors.Select(tensor => tensor.ToDense())], Engine);
        return Evaluation.Run(inference.Infer, inference.OutputLength, Validation!, cancellation).ErrorPercent;
    }

    private EquatableArray<ActivationScale> Measure(Tensor[] tensors, Dataset samples, CancellationToken cancellation) =>
        ActivationRanges.Measure(Network.Graph, [.. tensors.Select(tensor => tensor.ToDense())], samples, cancellation);

    private byte[] Write(Tensor[] tensors, EquatableArray<ActivationScale> scales) => DataFreeCompression.Write(
        Network,
        tensors,
        new ImportRecord(Path.GetFileName(Model), Target.IsGiven ? $"imported, {Target}" : ImportRecord.Describe(Settings))
        {
            Contract = Contract,
            Data = Calibration?.Name,
            ActivationScales = scales,
        });
}
