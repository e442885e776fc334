using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Compressing;

/// <summary>An imported network to retrain, and the recipe that the command line may change.</summary>
internal sealed record Retraining(NetworkDefinition Network, CompressionRecipe Recipe)
{
    /// <summary>Checks, before any work, that the network can be retrained.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="network">The network.</param>
    /// <param name="settings">The densities and widths of its layers, and which stay as they are.</param>
    /// <param name="contract">What its input expects, or null.</param>
    /// <param name="engine">What is to retrain it.</param>
    /// <exception cref="CommandException">The engine does not know an operator, or there is nothing to retrain.</exception>
    public static Retraining Prepare(string model, ImportedNetwork network, CompressionSettings settings, InputContract? contract, ITrainingEngine engine)
    {
        NetworkDefinition definition = ImportedRecipe.Define(Path.GetFileNameWithoutExtension(model), network, settings, contract, Path.GetFileName(model));
        if (!definition.Weights.Any())
        {
            throw new CommandException($"{model}: no layer is left to retrain; keep fewer");
        }

        try
        {
            engine.CreateSession(definition, seed: 0).Dispose();
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{model}: {exception.Message} Without --retrain it can be compressed.", exception);
        }

        return new Retraining(definition, ImportedRecipe.Create(definition, network, settings));
    }

    /// <summary>What became of each layer: retrained, or kept as it was.</summary>
    /// <param name="network">The network.</param>
    /// <param name="artifact">The artifact that it became.</param>
    public IReadOnlyList<LayerOutcome> Outcomes(ImportedNetwork network, Artifact artifact)
    {
        IReadOnlySet<int> exact = Network.Trained!.Exact;
        return [.. DataFreeCompression.Layers(network).OrderBy(layer => layer.Key).Select(layer => exact.Contains(layer.Key)
            ? new LayerOutcome(layer.Value, artifact.Tensors[layer.Key] is CodedTensor ? LayerMethod.Lossless : LayerMethod.Raw, 0)
            : new LayerOutcome(layer.Value, LayerMethod.Retrained, null))];
    }
}
