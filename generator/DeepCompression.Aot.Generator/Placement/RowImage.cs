using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Placement;

/// <summary>The weights of a fully connected layer, laid out: the numbers of the runtime's <c>PlacedRows</c>.</summary>
/// <param name="Order">The row of each place.</param>
/// <param name="GroupEnd">The step, or of lanes the word, behind the last of each group.</param>
/// <param name="Starts">The first column of each step's window; none of lanes.</param>
/// <param name="RowSums">Sums of each place's weights in arithmetic of integers; otherwise none.</param>
/// <param name="Words">The slots of all steps, and a zero behind them.</param>
/// <remarks>Compiled into the build task as well.</remarks>
internal sealed record RowImage(int[] Order, int[] GroupEnd, ushort[] Starts, int[] RowSums, uint[] Words) : PlacedImage
{
    /// <summary>Words behind the last step; as the runtime's PlacedRows.WordsBehind.</summary>
    private const int WordsBehind = 1;

    public override string[] Names => ["order", "groupEnd", "starts", "rowSums", "words"];

    public override Array[] Numbers => [Order, GroupEnd, Starts, RowSums, Words];

    /// <summary>Lays weights out.</summary>
    public static RowImage Of(CodedTensor tensor, WeightLayout layout)
    {
        RowWeights codes = TensorRows.Of(tensor);
        int columns = tensor.Shape.RowLength;
        float[] codebook = [0, .. tensor.Codebook];
        switch (layout)
        {
            case WindowRowsLayout windows:
                return Of(new FloatWindowBuilder(codes, columns, windows.Paired), []);
            case ValueWindowRowsLayout values:
                return Of(new ValueWindowBuilder(codes, columns, codebook, values.SlotsPerLane), []);
            case IntegerWindowRowsLayout { Fine: false } bytes:
                var bytesBuilder = new ByteWindowBuilder(codes, columns, bytes.Width);
                return Of(bytesBuilder, bytesBuilder.RowSums(IntegerCodebook.OfBytes(codebook, bytes.Width).High));
            case IntegerWindowRowsLayout halves:
                var builder = new ByteWindowBuilder(codes, columns, halves.Width);
                IntegerCodebook integers = IntegerCodebook.OfHalves(codebook, halves.Width);
                return Of(builder, [.. builder.RowSums(integers.High), .. builder.RowSums(integers.Low)]);
            case LaneRowsLayout:
                var lanes = new LaneBuilder(codes, WindowWalk.HeaviestFirst(codes.Start));
                var laneWords = new uint[lanes.WordCount + WordsBehind];
                lanes.Write(codebook, laneWords);
                return new(lanes.Order, lanes.GroupEnd, [], [], laneWords);
            default:
                throw new InvalidOperationException($"No constants for layout {layout.GetType().Name}.");
        }
    }

    private static RowImage Of(WindowLayoutBuilder builder, int[] rowSums)
    {
        var starts = new ushort[builder.StepCount];
        var words = new uint[builder.WordCount + WordsBehind];
        builder.Write(starts, words);
        return new(builder.Walk.Order, builder.GroupEnd, starts, rowSums, words);
    }
}
