namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Values as operators on images take them.</summary>
internal static class Planes
{
    /// <summary>A value of batch, channels, rows and columns as channels, rows and columns.</summary>
    /// <exception cref="NodeException">It has another shape, or the batch is not one sample.</exception>
    public static ValueDraft Of(NodeImport node, ComputedValue value) => value.Shape is [1, int channels, int height, int width]
        ? node.Network.Shaped(value.Draft, new(channels, height, width))
        : throw new NodeException($"it reads {Dimensions.Text(value.Shape)}; what is supported is one image at a time (1, channels, rows, columns)");
}
