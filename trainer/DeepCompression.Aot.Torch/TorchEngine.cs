using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using TorchSharp;

namespace DeepCompression.Aot.Torch;

/// <summary>
/// Training on libtorch, for networks that outgrow the managed engine, and for graphics processors. It trains what that engine trains, from
/// the same initial weights and by the same steps; sums are rounded otherwise, and dropout drops other elements.
/// </summary>
/// <param name="device">What computes.</param>
/// <param name="precision">Single or double; what comes out is single in any case.</param>
internal sealed class TorchEngine(torch.Device device, torch.ScalarType precision = torch.ScalarType.Float32) : ITrainingEngine
{
    public string Name => "torch";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The engine cannot train such a network; the message says why.</exception>
    public ITrainingSession CreateSession(NetworkDefinition network, int seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new TorchSession(network, seed, new TensorPlace(device, precision));
    }
}
