using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Arguments that calls of the runtime's portable layers share, whatever they compute with.</summary>
internal static class PlainArguments
{
    /// <summary>The weights of a layer, as many arguments as its kernel has of them.</summary>
    public static string Weights(WeightLayer layer) => Kernel(layer).IsPacked
        ? $"{layer.Name}Weights.Rows, {layer.Name}Weights.Codebook, {layer.Name}Weights.Bias"
        : $"{layer.Name}Weights.Rows, {layer.Name}Weights.Bias";

    /// <summary>What its kernel needs of scratch memory, behind all other arguments.</summary>
    public static string Scratch(WeightLayer layer) =>
        Kernel(layer).ScratchWeights > 0 ? $", scratch, longestRow: {Kernel(layer).ScratchWeights}" : string.Empty;

    public static RowsKernel Kernel(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single();

    /// <summary>The shapes of a pool.</summary>
    public static string Pool(ModelPlan plan, PoolLayer pool) =>
        $"{Shape(pool.InputShape)}, new({pool.Window.Height}, {pool.Window.Width}, {pool.Window.StrideY}, {pool.Window.StrideX}, {pool.Window.PadTop}, {pool.Window.PadLeft}), {OutputPlane(plan, pool)}";

    /// <summary>The shapes of a border.</summary>
    public static string Padding(ModelPlan plan, PaddingLayer padding) =>
        $"{Shape(padding.InputShape)}, {padding.Window.PadTop}, {padding.Window.PadLeft}, {OutputPlane(plan, padding)}";

    public static string Flag(bool value) => value ? "true" : "false";

    private static string Shape(TensorShape shape) => $"channels: {shape[0]}, height: {shape[1]}, width: {shape[2]}";

    private static string OutputPlane(ModelPlan plan, Layer layer) =>
        $"outputHeight: {plan.Values[layer.Output][1]}, outputWidth: {plan.Values[layer.Output][2]}";
}
