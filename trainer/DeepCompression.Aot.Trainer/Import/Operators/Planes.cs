using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Values as operators on images take them.</summary>
internal static class Planes
{
    /// <summary>A value of batch, channels, rows and columns as channels, rows and columns; without rows it has one.</summary>
    /// <exception cref="NodeException">It has another shape, or the batch is not one sample.</exception>
    public static ValueDraft Of(NodeImport node, ComputedValue value) => value.Shape switch
    {
        [1, int channels, int width] => node.Network.Shaped(value.Draft, new(channels, 1, width)),
        [1, int channels, int height, int width] => node.Network.Shaped(value.Draft, new(channels, height, width)),
        _ => throw new NodeException($"it reads {Dimensions.Text(value.Shape)}; what is supported is one image at a time (1, channels, rows, columns): export the model with a batch of one"),
    };

    /// <summary>Planes with zeros around them.</summary>
    public static ValueDraft Padded(NodeImport node, ValueDraft planes, int top, int left, int bottom, int right) =>
        node.Network.Add((inputs, _) => new PadOperator(inputs[0], top, left, bottom, right), [planes]);

    /// <summary>Planes and the window over them, the padding made explicit if the window cannot have it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="planes">What the window slides over.</param>
    /// <param name="window">The window, whose padding is zeros.</param>
    /// <param name="isExplicit">Whether the padding must be.</param>
    public static (ValueDraft Planes, SlidingWindow Window) WithPadding(NodeImport node, ValueDraft planes, SlidingWindow window, bool isExplicit) => isExplicit
        ? (Padded(node, planes, window.PadTop, window.PadLeft, window.PadBottom, window.PadRight),
            window with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 })
        : (planes, window);
}
