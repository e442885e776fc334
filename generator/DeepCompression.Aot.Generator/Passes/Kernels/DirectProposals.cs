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

    /// <summary>Whether a vector may begin in one row and end in another.</summary>
    private static bool CrossesRows(GroupedConvolutionLayer grouped, int lanes) =>
        grouped.Window is { StrideX: 1, StrideY: 1 } && grouped.OutputShape[2] == grouped.InputShape[2] && grouped.OutputShape[2] < WideRow * lanes;

    /// <summary>A group's planes with what loads reach before and behind them, and an output plane with what stores reach behind it.</summary>
    private static long Scratch(GroupedConvolutionLayer grouped, int lanes)
    {
        (TensorShape input, SlidingWindow window) = (grouped.InputShape, grouped.Window);
        (long rows, long length) = CrossesRows(grouped, lanes) ? (1, grouped.Positions) : (grouped.OutputShape[1], grouped.OutputShape[2]);
        long lastStart = Math.Max(0, length - lanes);
        long before = ((long)window.PadTop * input[2]) + window.PadLeft;
        long reach = ((window.Height - 1L) * input[2]) + window.Width - 1 + (window.StrideX * lanes);
        long last = ((rows - 1) * window.StrideY * input[2]) + (lastStart * window.StrideX) - before;
        long plane = (long)input[1] * input[2];
        return before + (input[0] / grouped.Groups * plane) + Math.Max(0, last + reach - plane)
            + grouped.Positions + Math.Max(0, lastStart + lanes - length);
    }

    private static Estimate Cost(GroupedConvolutionLayer grouped, int lanes)
    {
        (long rows, long length) = CrossesRows(grouped, lanes) ? (1, grouped.Positions) : (grouped.OutputShape[1], grouped.OutputShape[2]);
        long vectors = rows * ((length + lanes - 1) / lanes);
        double tap = grouped.Window.StrideX == 1 ? CostModel.DirectTap : CostModel.DirectTapOfTwo;
        double taps = (double)grouped.Weight.Tensor.Shape.ElementCount * vectors;
        return new(
            (taps * tap) + ((double)grouped.OutputShape[0] * ((vectors * CostModel.VectorStore) + CostModel.ChannelVisit)),
            $"{NumberText.Grouped(grouped.Weight.Tensor.Shape.ElementCount)} taps over {vectors} vectors of a plane");
    }
}
