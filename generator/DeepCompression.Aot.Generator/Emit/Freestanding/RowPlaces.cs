using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Where in a layer's input the elements are that the columns of its weights multiply.</summary>
internal static class RowPlaces
{
    /// <summary>The element of a column: for a convolution as seen from the corner of a window.</summary>
    public static int Of(WeightLayer layer, int column)
    {
        (SlidingWindow? window, TensorShape shape) = layer switch
        {
            ConvolutionLayer convolution => (convolution.Window, convolution.InputShape),
            GroupedConvolutionLayer grouped => (grouped.Window, grouped.InputShape),
            _ => (null, default),
        };
        if (window is null)
        {
            return column;
        }

        int channel = column / (window.Height * window.Width);
        int row = column / window.Width % window.Height;
        return (((channel * shape[1]) + row) * shape[2]) + (column % window.Width);
    }

    /// <summary>The elements of the columns among which the gaps of packed weights count.</summary>
    public static int[] OfLiveColumns(WeightLayer layer) =>
        [.. LiveColumns((CodedTensor)layer.Weight.Tensor).Select(column => Of(layer, column))];

    /// <summary>Whether column and element have the same number.</summary>
    public static bool AreIdentity(int[] places) => places.SequenceEqual(Enumerable.Range(0, places.Length));

    private static IEnumerable<int> LiveColumns(CodedTensor tensor)
    {
        if (tensor.Columns.IsAll)
        {
            return Enumerable.Range(0, tensor.Shape.RowLength);
        }

        int[] runs = [.. tensor.Columns.Runs];
        int[] ends = [.. runs.Select((_, run) => runs.Take(run + 1).Sum())];
        return Enumerable.Range(0, runs.Length / 2).SelectMany(pair => Enumerable.Range(ends[2 * pair], runs[(2 * pair) + 1]));
    }
}
