using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Kernels in the sliding-window layout. How many steps the weights take depends on where they lie, so these are counted.</summary>
/// <remarks>Compiled into the build task as well.</remarks>
internal static class WindowProposals
{
    private const int FloatStepBytes = sizeof(ushort) + (WindowShape.Lanes * sizeof(uint));

    /// <summary>Two steps of bytes share three vectors, three with the widest windows five.</summary>
    private const double ByteStepBytes = sizeof(ushort) + (WindowShape.Lanes * sizeof(uint) * 3 / 2.0);
    private const double WideByteStepBytes = sizeof(ushort) + (WindowShape.Lanes * sizeof(uint) * 5 / 3.0);

    public static IEnumerable<Kernel> Propose(WeightLayer layer)
    {
        if (layer is not LinearLayer { Weight.Tensor: CodedTensor { Nnz: > 0 } tensor, HasShortColumns: true } linear)
        {
            return [];
        }

        RowWeights rows = TensorRows.Of(tensor);
        IEnumerable<Kernel> floats =
            from shape in new[] { WindowShape.Floats, WindowShape.PairedFloats }
            where tensor.Codebook.Length < 1 << 5 && linear.Columns >= shape.Width
            select Floats(linear, new WindowWalk(rows.Start, rows.Columns, linear.Columns, shape), shape);
        IEnumerable<Kernel> values =
            from shape in new[] { WindowShape.TwoValues, WindowShape.ThreeValues }
            where linear.Columns >= shape.Width
            select Values(linear, new WindowWalk(rows.Start, rows.Columns, linear.Columns, shape), shape);
        if (linear.IntegerActivations is not { } activations)
        {
            return Best(floats).Concat(Best(values));
        }

        IEnumerable<Kernel> integers =
            from shape in new[] { WindowShape.Bytes128, WindowShape.Bytes64, WindowShape.Bytes256 }
            where tensor.Codebook.Length < 1 << (shape.Width == 64 ? 6 : 5)
                && (shape != WindowShape.Bytes256 || (linear.Columns >= shape.Width && !activations.Fine))
            select Integers(linear, activations, new WindowWalk(rows.Start, rows.Columns, linear.Columns, shape), shape);
        return Best(floats).Concat(Best(values)).Concat(Best(integers));
    }

    /// <summary>The cheaper of two forms, which share a name.</summary>
    private static IEnumerable<Kernel> Best(IEnumerable<Kernel> forms) => forms.OrderBy(kernel => kernel.Estimate.Cycles).Take(1);

    private static WindowKernel Floats(LinearLayer layer, WindowWalk walk, WindowShape shape)
    {
        long steps = walk.CountSteps();
        double sums = steps * (shape.Paired ? CostModel.PairedWindowStep : CostModel.WindowStep);
        return new WindowKernel(
            shape.Paired, new(Math.Max(sums, CostModel.Read(steps * FloatStepBytes)) + Ends(layer, walk), Reason(layer, steps, shape)));
    }

    private static ValueWindowKernel Values(LinearLayer layer, WindowWalk walk, WindowShape shape)
    {
        long steps = walk.CountSteps();
        double sums = steps * shape.SlotsPerLane * CostModel.ValueWindowSlot;
        long bytes = steps * (sizeof(ushort) + (WindowShape.Lanes * shape.SlotsPerLane * sizeof(float)));
        return new ValueWindowKernel(
            shape.SlotsPerLane,
            new(Math.Max(sums, CostModel.ValueRead * CostModel.Read(bytes)) + Ends(layer, walk), Reason(layer, steps, shape)));
    }

    private static IntegerWindowKernel Integers(LinearLayer layer, IntegerActivations activations, WindowWalk walk, WindowShape shape)
    {
        // Each group is filled up to whole units of two steps or three.
        bool wide = shape == WindowShape.Bytes256;
        long steps = walk.CountSteps() + (wide ? walk.Groups : walk.Groups / 2);
        double sums = steps * (shape.Width, activations.Fine) switch
        {
            (64, false) => CostModel.ByteWindow64Step,
            (64, true) => CostModel.FineWindow64Step,
            (256, _) => CostModel.ByteWindow256Step,
            (_, false) => CostModel.ByteWindow128Step,
            (_, true) => CostModel.FineWindow128Step,
        };
        int halves = activations.Fine ? 2 : 1;
        double conversion = layer.Columns * ((halves * CostModel.ToByte) + (activations.Magnitude is null ? CostModel.FindRange : 0));
        return new IntegerWindowKernel(
            shape.Width,
            activations,
            halves * ScratchLength(layer.Columns),
            new(Math.Max(sums, CostModel.Read((long)(steps * (wide ? WideByteStepBytes : ByteStepBytes)))) + conversion + Ends(layer, walk), Reason(layer, steps, shape)));
    }

    /// <summary>The floats that hold a byte of each activation; as the runtime's ByteWindowProduct.ScratchLength.</summary>
    private static int ScratchLength(int columns) => (Math.Max(columns, WindowShape.Bytes128.Width) + sizeof(float) - 1) / sizeof(float);

    private static double Ends(LinearLayer layer, WindowWalk walk) =>
        (walk.Groups * CostModel.WindowGroup) + (layer.Rows * CostModel.WindowRow);

    private static string Reason(LinearLayer layer, long steps, WindowShape shape) =>
        $"{NumberText.Grouped(layer.Weight.Tensor.Nnz)} weights in {NumberText.Grouped(steps)} steps of {WindowShape.Lanes * shape.SlotsPerLane} slots";
}
