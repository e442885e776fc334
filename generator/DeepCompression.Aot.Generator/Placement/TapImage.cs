using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Placement;

/// <summary>The weights of a convolution, laid out: the numbers of the runtime's <c>PlacedTaps</c>.</summary>
/// <param name="Blocks">For each block of input channels the visit, the tap and the plane behind its last.</param>
/// <param name="Planes">For each packed plane the floats from the input's first element to its own, and from the first plane to it.</param>
/// <param name="Visits">For each output channel's turn in a block the channel, and its taps with whether it is the first or the last.</param>
/// <param name="Taps">For each weight the floats to the plane that it is multiplied with, and the bits of its value.</param>
/// <remarks>Compiled into the build task as well.</remarks>
internal sealed record TapImage(int[] Blocks, int[] Planes, int[] Visits, uint[] Taps) : PlacedImage
{
    public override string[] Names => ["blocks", "planes", "visits", "taps"];

    public override Array[] Numbers => [Blocks, Planes, Visits, Taps];

    /// <summary>Lays weights out.</summary>
    public static TapImage Of(ConvolutionLayer layer, PackedTapsLayout layout)
    {
        var tensor = (CodedTensor)layer.Weight.Tensor;
        var builder = new PackedTapsBuilder(Places(layer, layout), Rows(tensor));
        var taps = new Tap[tensor.WeightCount];
        BlockTaps[] blocks = builder.Write(taps);
        var ends = new List<int>();
        var planes = new List<int>();
        foreach (BlockTaps block in blocks)
        {
            planes.AddRange(block.Planes.SelectMany(plane => new[] { plane.Source, plane.Destination }));
            ends.AddRange([block.EndVisit, block.EndTap, planes.Count / 2]);
        }

        return new(
            [.. ends],
            [.. planes],
            [.. builder.Visits.SelectMany(visit => new[] { visit.Channel, visit.CountAndEnds })],
            [.. taps.SelectMany(tap => new[] { (uint)tap.Place, SingleBits.ToBits(tap.Weight) })]);
    }

    private static TapPlaces Places(ConvolutionLayer layer, PackedTapsLayout layout) => new(
        layer.InputShape[0],
        layer.InputShape[1],
        layer.InputShape[2],
        layer.Channels,
        layer.Window.Height * layer.Window.Width,
        layer.Window.Width,
        layer.PatchHeight * layer.PatchWidth,
        layer.PatchWidth,
        layer.Pools ? layer.Window.StrideX : 0,
        layer.Pools ? layer.Window.StrideY * layer.PatchWidth : 0,
        layout.Vectors * layout.Lanes,
        layout.BlockChannels);

    private static RowTaps Rows(CodedTensor tensor)
    {
        int rowLength = tensor.Shape.RowLength;
        var start = new int[tensor.Shape.Rows + 1];
        var columns = new int[tensor.WeightCount];
        var values = new float[tensor.WeightCount];
        var weights = new CodedWeightReader(tensor);
        for (int weight = 0; weights.MoveNext(); weight++)
        {
            int row = weights.Position / rowLength;
            columns[weight] = weights.Position - (row * rowLength);
            values[weight] = tensor.Codebook[weights.Index];
            start[row + 1]++;
        }

        for (int row = 1; row < start.Length; row++)
        {
            start[row] += start[row - 1];
        }

        return new(start, columns, values);
    }
}
