using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Engine;

/// <summary>Something that can train a network: the seam between the compression pipeline and the arithmetic under it.</summary>
internal interface ITrainingEngine
{
    /// <summary>The name by which the command line chooses it.</summary>
    string Name { get; }

    /// <summary>A network with freshly initialised parameters, ready to train.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seeds the initial parameters and dropout; with one thread count, equal seeds give equal bits.</param>
    ITrainingSession CreateSession(NetworkDefinition network, int seed);
}
