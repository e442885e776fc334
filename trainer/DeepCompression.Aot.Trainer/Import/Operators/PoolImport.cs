using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Pooling over a window or over whole planes.</summary>
internal static class PoolImport
{
    public static ImportedValue[] Max(NodeImport node)
    {
        // In what order indices count does not matter: nothing may use them.
        node.Attributes.Ignore("storage_order");
        return Over(node, Read(node).Window, isMax: true);
    }

    public static ImportedValue[] Average(NodeImport node)
    {
        bool countsPadding = node.Attributes.Flag("count_include_pad");
        bool roundsUp = node.Attributes.Peek("ceil_mode");
        WindowAttributes window = Read(node);
        if (!countsPadding || !window.HasPadding)
        {
            return Over(node, window.Window, isMax: false);
        }

        // The zeros count as elements, so they have to be some; but not those that only ceil_mode adds.
        (ValueDraft planes, SlidingWindow sliding) = Planes.WithPadding(node, Planes.Of(node, node.Computed(0)), window.Window, isExplicit: true);
        return roundsUp
            ? throw new NodeException("count_include_pad together with ceil_mode is not supported")
            : node.Emit((inputs, _) => new AveragePoolOperator(inputs[0], sliding), [planes]);
    }

    public static ImportedValue[] GlobalAverage(NodeImport node) => Over(node, WholePlane(node), isMax: false);

    public static ImportedValue[] GlobalMax(NodeImport node) => Over(node, WholePlane(node), isMax: true);

    private static WindowAttributes Read(NodeImport node)
    {
        WindowAttributes window = WindowAttributes.Read(node, node.Computed(0).Shape);
        return window.IsDilated ? throw new NodeException("dilations of a pool are not supported") : window;
    }

    private static SlidingWindow WholePlane(NodeImport node) => node.Computed(0).Shape is [_, _, int height, int width]
        ? new SlidingWindow(height, width, 1, 1, 0, 0, 0, 0)
        : throw new NodeException($"it pools {Dimensions.Text(node.Computed(0).Shape)}; only images (batch, channels, rows, columns) are supported");

    private static ImportedValue[] Over(NodeImport node, SlidingWindow window, bool isMax)
    {
        ValueDraft planes = Planes.Of(node, node.Computed(0));
        return node.Emit((inputs, _) => isMax ? new MaxPoolOperator(inputs[0], window) : new AveragePoolOperator(inputs[0], window), [planes]);
    }
}
