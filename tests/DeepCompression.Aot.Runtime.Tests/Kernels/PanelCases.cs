namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Layers for tiled products, drawn at random, and ways to cut them.</summary>
internal static class PanelCases
{
    public static ConvolutionShape RandomShape(Random random)
    {
        bool isPointwise = random.Next(3) == 0;
        (int windowHeight, int windowWidth) = isPointwise ? (1, 1) : (random.Next(1, 6), random.Next(1, 6));
        (int strideY, int strideX) = random.Next(2) == 0 ? (1, 1) : (random.Next(1, 4), random.Next(1, 4));
        return new ConvolutionShape(
            InputChannels: random.Next(1, 9),
            Height: windowHeight + random.Next(12),
            Width: windowWidth + random.Next(40),
            OutputChannels: random.Next(1, 20),
            windowHeight,
            windowWidth,
            strideY,
            strideX,
            Pools: false);
    }

    public static PanelSizes RandomSizes(Random random, ConvolutionShape shape, int lanes, bool inPlace)
    {
        var sizes = new PanelSizes(lanes, Vectors: 1, Rows: 1, random.Next(1, shape.RowLength + 2), inPlace);
        int vectors = random.Next(1, Math.Min(PanelConvolution.MaxVectors, sizes.PlaneVectors(Flattened(shape))) + 1);
        return sizes with { Vectors = vectors, Rows = random.Next(1, (PanelConvolution.MaxSums / vectors) + 1) };
    }

    /// <summary>Without a window and strides, the rows of a plane are one.</summary>
    private static ConvolutionShape Flattened(ConvolutionShape shape) =>
        shape is { WindowHeight: 1, WindowWidth: 1, StrideY: 1, StrideX: 1 } ? shape with { Height = 1, Width = shape.Height * shape.Width } : shape;

    /// <summary>A tile whose constants a test sets, each thread its own; real ones are constants for the compiler too.</summary>
    public readonly struct Tile : IPanelTile
    {
        [ThreadStatic]
        private static (int Vectors, int LastVectors, int Rows, int Positions, bool Relu) Constants;

        public static int Vectors => Constants.Vectors;

        public static int LastVectors => Constants.LastVectors;

        public static int Rows => Constants.Rows;

        public static int Positions => Constants.Positions;

        public static bool Relu => Constants.Relu;

        public static void Set(ConvolutionShape shape, PanelSizes sizes, bool relu) =>
            Constants = (sizes.Vectors, sizes.PlaneVectors(Flattened(shape)) % sizes.Vectors, sizes.Rows, shape.Positions, relu);
    }
}
