using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels of convolutions in groups that read their input where it is.</summary>
internal static class DirectProposals
{
    /// <summary>The most columns from one window to the next.</summary>
    private const int MaxStride = 2;

    /// <summary>Vectors to a row from which on the runtime's <c>DirectTaps</c> gives rows their own.</summary>
    private const int WideRow = 3;

    /// <summary>The most outputs of a plane times taps, for each of which masks are made once per process.</summary>
    private const long MaxMasks = 1 << 24;

    /// <summary>The most floats of scratch memory: four megabytes.</summary>
    private const long MaxScratch = 1 << 20;

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not GroupedConvolutionLayer { Weight.Tensor.Nnz: > 0 } grouped || !Fits(grouped))
        {
            return [];
        }

        return
            from vectors in CostModel.Vectors
            let scratch = Scratch(grouped, CostModel.Lanes(vectors))
            where scratch <= MaxScratch
            select new DirectKernel(vectors, (int)scratch, Cost(grouped, CostModel.Lanes(vectors)));
    }

    private static bool Fits(GroupedConvolutionLayer grouped)
    {
        SlidingWindow window = grouped.Window;
        return window.StrideX <= MaxStride
            && Math.Max(window.PadTop, window.PadBottom) < window.Height && Math.Max(window.PadLeft, window.PadRight) < window.Width
            && (long)grouped.Positions * window.Height * window.Width <= MaxMasks;
    }

    /// <summary>Whether the runtime's <c>DepthwisePlane</c> computes it, which covers each row with the same vectors.</summary>
    private static bool IsWalked(GroupedConvolutionLayer grouped) =>
        grouped.Window is { Height: 3, Width: 3 } window && window.StrideX == window.StrideY && grouped.InputShape[0] == grouped.Groups;

    /// <summary>Whether the runtime's <c>FlatPlane</c> computes it: with its vectors in a row, where that saves a fifth of those walked.</summary>
    private static bool IsFlat(GroupedConvolutionLayer grouped, int lanes) =>
        IsWalked(grouped) && grouped.Window is { StrideX: 1, PadTop: 1, PadLeft: 1, PadBottom: 1, PadRight: 1 }
        && 5L * FlatVectors(grouped, lanes) <= 4L * grouped.InputShape[1] * Ceiling(grouped.InputShape[2], lanes);

    private static int FlatVectors(GroupedConvolutionLayer grouped, int lanes) => Ceiling(grouped.Positions, lanes);

    /// <summary>Whether a vector may begin in one row and end in another, where planes are not walked.</summary>
    private static bool CrossesRows(GroupedConvolutionLayer grouped, int lanes) =>
        !IsWalked(grouped) && grouped.Window is { StrideX: 1, StrideY: 1 } && grouped.OutputShape[2] == grouped.InputShape[2] && grouped.OutputShape[2] < WideRow * lanes;

    /// <summary>A group's planes with what loads reach before and behind them, and an output plane with what stores reach behind it.</summary>
    private static long Scratch(GroupedConvolutionLayer grouped, int lanes)
    {
        (TensorShape input, SlidingWindow window) = (grouped.InputShape, grouped.Window);
        if (IsFlat(grouped, lanes))
        {
            return 2L * (input[2] + ((long)FlatVectors(grouped, lanes) * lanes));
        }

        (long rows, long length) = CrossesRows(grouped, lanes) ? (1, grouped.Positions) : (grouped.OutputShape[1], grouped.OutputShape[2]);
        long lastStart = Math.Max(0, length - lanes);
        long plane = (long)input[1] * input[2];

        // Walking begins and ends with the plane's rows, whatever rows the first and last windows would have.
        long before = window.PadLeft + (IsWalked(grouped) ? 0 : (long)window.PadTop * input[2]);
        long lastRow = IsWalked(grouped) ? input[1] - 1L : ((rows - 1) * window.StrideY) + window.Height - 1;
        long end = (lastRow * input[2]) + ((lastStart + lanes) * window.StrideX) + window.Width - 1 - before;
        return before + (input[0] / grouped.Groups * plane) + Math.Max(0, end - plane)
            + grouped.Positions + Math.Max(0, lastStart + lanes - length);
    }

    private static Estimate Cost(GroupedConvolutionLayer grouped, int lanes) =>
        IsFlat(grouped, lanes) ? FlatCost(grouped, lanes) : IsWalked(grouped) ? WalkedCost(grouped, lanes) : TapsCost(grouped, lanes);

    private static Estimate FlatCost(GroupedConvolutionLayer grouped, int lanes)
    {
        int vectors = FlatVectors(grouped, lanes);
        return new(
            grouped.OutputShape[0] * ((vectors * CostModel.FlatVector) + CostModel.PlaneVisit),
            $"{NumberText.Grouped(grouped.OutputShape[0])} planes of {vectors} vectors from row to row");
    }

    private static Estimate WalkedCost(GroupedConvolutionLayer grouped, int lanes)
    {
        bool isSingle = grouped.Window.StrideX == 1;
        long rows = isSingle ? grouped.InputShape[1] : grouped.OutputShape[1];
        long vectors = rows * Ceiling(grouped.OutputShape[2], lanes);
        double row = isSingle ? CostModel.WalkedRow : CostModel.WalkedRowOfTwo;
        return new(
            grouped.OutputShape[0] * ((vectors * row) + CostModel.PlaneVisit),
            $"{NumberText.Grouped(grouped.OutputShape[0])} planes of {vectors} vectors");
    }

    private static Estimate TapsCost(GroupedConvolutionLayer grouped, int lanes)
    {
        (long rows, long length) = CrossesRows(grouped, lanes) ? (1, grouped.Positions) : (grouped.OutputShape[1], grouped.OutputShape[2]);
        long vectors = rows * ((length + lanes - 1) / lanes);
        double tap = grouped.Window.StrideX == 1 ? CostModel.DirectTap : CostModel.DirectTapOfTwo;
        double taps = (double)grouped.Weight.Tensor.Shape.ElementCount * vectors;
        return new(
            (taps * tap) + ((double)grouped.OutputShape[0] * ((vectors * CostModel.VectorStore) + CostModel.ChannelVisit)),
            $"{NumberText.Grouped(grouped.Weight.Tensor.Shape.ElementCount)} taps over {vectors} vectors of a plane");
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
