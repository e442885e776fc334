namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Square blocks of rows and columns that become channels, or the other way round.</summary>
internal static class BlockImport
{
    public static ImportedValue[] DepthToSpace(NodeImport node)
    {
        (int samples, int channels, int height, int width, int block) = Read(node);
        string mode = node.Attributes.Text("mode", "DCR");
        if (channels % (block * block) != 0)
        {
            throw new NodeException($"{channels} channels do not make blocks of {block}×{block}");
        }

        int depth = channels / (block * block);
        ElementView view = mode switch
        {
            "DCR" => ElementView.Of([samples, block, block, depth, height, width]).Ordered(0, 3, 4, 1, 5, 2),
            "CRD" => ElementView.Of([samples, depth, block, block, height, width]).Ordered(0, 1, 4, 2, 5, 3),
            _ => throw new NodeException($"mode '{mode}' is not known"),
        };
        return [view.Apply(node, node.Input(0), [samples, depth, height * block, width * block])];
    }

    public static ImportedValue[] SpaceToDepth(NodeImport node)
    {
        (int samples, int channels, int height, int width, int block) = Read(node);
        if (height % block != 0 || width % block != 0)
        {
            throw new NodeException($"{height}×{width} is not made of blocks of {block}×{block}");
        }

        ElementView view = ElementView.Of([samples, channels, height / block, block, width / block, block]).Ordered(0, 3, 5, 1, 2, 4);
        return [view.Apply(node, node.Input(0), [samples, channels * block * block, height / block, width / block])];
    }

    private static (int Samples, int Channels, int Height, int Width, int Block) Read(NodeImport node)
    {
        long block = node.Attributes.Integer("blocksize", 0);
        return node.Input(0).Shape is [> 0 and int samples, > 0 and int channels, > 0 and int height, > 0 and int width] && block is >= 1 and <= short.MaxValue
            ? (samples, channels, height, width, (int)block)
            : throw new NodeException($"it makes blocks of {block} of {Dimensions.Text(node.Input(0).Shape)}; images (batch, channels, rows, columns) are supported");
    }
}
