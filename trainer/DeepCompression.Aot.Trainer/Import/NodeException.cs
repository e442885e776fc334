namespace DeepCompression.Aot.Trainer.Import;

/// <summary>A single node that cannot be imported; the importer collects all of a graph and names each with this reason.</summary>
internal sealed class NodeException(string reason) : Exception(reason);
