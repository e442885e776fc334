namespace DeepCompression.Aot.Generator.Model;

/// <summary>A form of unpacked weights, held once per process.</summary>
/// <param name="Suffix">The name of its holder, after the layer's name.</param>
internal abstract record WeightLayout(string Suffix)
{
    /// <summary>Whether it holds codes, which a codebook turns into weights; otherwise it holds these.</summary>
    public virtual bool HasCodes => false;
}

/// <summary>Non-zero weights row by row: column and code of each; the runtime's <c>SparseRows</c>.</summary>
internal sealed record SparseRowsLayout() : WeightLayout("Rows");

/// <summary>Non-zero weights by blocks of columns, with the bias; the runtime's <c>BatchRows</c>.</summary>
internal sealed record BatchRowsLayout() : WeightLayout("BatchRows");

/// <summary>Non-zero weights of sixteen rows side by side, with the bias; the runtime's <c>LaneRows</c>.</summary>
internal sealed record LaneRowsLayout() : WeightLayout("Lanes");

/// <summary>Non-zero weights in steps of a sliding window, with the bias; the runtime's <c>WindowRows</c>.</summary>
/// <param name="Paired">Whether rows are in pairs.</param>
internal sealed record WindowRowsLayout(bool Paired) : WeightLayout("Windows")
{
    public override bool HasCodes => true;
}

/// <summary>The same with values in place of codes; the runtime's <c>ValueWindowRows</c>.</summary>
/// <param name="SlotsPerLane">Slots of a lane in a step.</param>
internal sealed record ValueWindowRowsLayout(int SlotsPerLane) : WeightLayout("ValueWindows");

/// <summary>The same for arithmetic of integers; the runtime's <c>ByteWindowRows</c> or <c>FineWindowRows</c>.</summary>
/// <param name="Width">Columns of a window.</param>
/// <param name="Fine">Whether they have fourteen bits, not eight.</param>
internal sealed record IntegerWindowRowsLayout(int Width, bool Fine) : WeightLayout(Fine ? "FineWindows" : "ByteWindows")
{
    public override bool HasCodes => true;
}

/// <summary>All weights column by column, the columns padded with zeros; the runtime's <c>DenseColumns</c>.</summary>
internal sealed record DenseColumnsLayout(int PaddedRows) : WeightLayout("Columns");

/// <summary>All weights row by row; the runtime's <c>DenseRows</c>.</summary>
internal sealed record DenseRowsLayout() : WeightLayout("DenseRows");

/// <summary>Non-zero weights in the order of a convolution over packed planes; the runtime's <c>PackedTaps</c>.</summary>
/// <param name="Vectors">Vectors of output elements of a tile.</param>
/// <param name="Lanes">Floats in a vector.</param>
/// <param name="BlockChannels">Input channels whose planes are packed together.</param>
internal sealed record PackedTapsLayout(int Vectors, int Lanes, int BlockChannels) : WeightLayout($"Packed{Lanes * 32}Taps");

/// <summary>All weights of a convolution in groups, with the vectors that cover its planes; the runtime's <c>DirectTaps</c>.</summary>
/// <param name="Lanes">Floats in a vector.</param>
internal sealed record DirectTapsLayout(int Lanes) : WeightLayout($"Direct{Lanes * 32}Taps");

/// <summary>All weights, transformed for Winograd's convolution, with the bias; the runtime's <c>WinogradWeights</c>.</summary>
/// <param name="Lanes">Floats in a vector.</param>
/// <param name="BlockRows">Rows of tiles that are computed together.</param>
internal sealed record WinogradLayout(int Lanes, int BlockRows) : WeightLayout($"Winograd{Lanes * 32}Points");

/// <summary>All weights in panels of output channels, with the bias; the runtime's <c>WeightPanels</c>.</summary>
/// <param name="Lanes">Floats in a vector.</param>
/// <param name="Vectors">Vectors of output elements of a tile.</param>
/// <param name="Rows">Output channels of a panel.</param>
/// <param name="BlockTaps">Weights of a channel that are taken together.</param>
/// <param name="InPlace">Whether the input is read where it is.</param>
internal sealed record PanelsLayout(int Lanes, int Vectors, int Rows, int BlockTaps, bool InPlace) : WeightLayout($"Panels{Lanes * 32}Rows");

/// <summary>The same in eight bits; the runtime's <c>BytePanels</c>.</summary>
/// <param name="Sizes">How the layer is cut, words in the place of floats.</param>
internal sealed record BytePanelsLayout(PanelsLayout Sizes) : WeightLayout("BytePanels");

/// <summary>Non-zero weights by output channel with the place of each tap in the input; the runtime's <c>ConvolutionTaps</c>.</summary>
internal sealed record TapsLayout() : WeightLayout("Taps");
