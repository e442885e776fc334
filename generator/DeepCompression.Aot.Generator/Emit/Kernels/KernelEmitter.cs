using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the method of a kernel; a new kernel is a line in the table here.</summary>
internal static class KernelEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer, Kernel kernel)
    {
        code.Document($"{layer.Name}, {kernel.Title}.");
        string scratch = kernel.ScratchLength > 0 ? ", Span<float> scratch" : string.Empty;
        code.Open($"private static void {layer.Name}{kernel.Suffix}(ReadOnlySpan<float> input, Span<float> output{scratch})");
        switch ((layer, kernel))
        {
            case (LinearLayer linear, UnrolledVectorKernel unrolled): UnrolledEmitter.EmitVectors(code, linear, unrolled); break;
            case (LinearLayer linear, UnrolledScalarKernel): UnrolledEmitter.EmitScalar(code, linear); break;
            case (LinearLayer linear, WindowKernel or ValueWindowKernel): RowGroupEmitter.Emit(code, linear, kernel); break;
            case (LinearLayer linear, IntegerWindowKernel integers): RowGroupEmitter.EmitIntegers(code, linear, integers); break;
            case (LinearLayer linear, BatchKernel batch): BatchEmitter.Emit(code, linear, batch); break;
            case (LinearLayer linear, LanesKernel): RowGroupEmitter.EmitLanes(code, linear, kernel); break;
            case (LinearLayer linear, GatherKernel): SparseRowEmitter.EmitGather(code, linear); break;
            case (LinearLayer linear, ScalarRowsKernel): SparseRowEmitter.EmitScalar(code, linear); break;
            case (LinearLayer linear, DenseColumnsKernel dense): DenseColumnEmitter.EmitVectors(code, linear, dense); break;
            case (LinearLayer linear, ScalarColumnsKernel dense): DenseColumnEmitter.EmitScalar(code, linear, dense); break;
            case (ConvolutionLayer, PackedTilesKernel packed): PackedTilesEmitter.Emit(code, layer, packed); break;
            case (ConvolutionLayer, PanelsKernel panels): PanelsEmitter.Emit(code, layer, panels); break;
            case (ConvolutionLayer, BytePanelsKernel panels): PanelsEmitter.EmitBytes(code, layer, panels); break;
            case (ConvolutionLayer, WinogradKernel winograd): WinogradEmitter.Emit(code, layer, winograd); break;
            case (ConvolutionLayer convolution, ScalarTapsKernel taps): ScalarTapsEmitter.Emit(code, convolution, taps); break;
            case (_, StreamingKernel): StreamingEmitter.Emit(code, layer); break;
            case (GroupedConvolutionLayer grouped, GroupedKernel or StreamedGroupedKernel): GroupedEmitter.Emit(code, grouped, kernel); break;
            case (GroupedConvolutionLayer grouped, DirectKernel direct): GroupedEmitter.EmitDirect(code, grouped, direct); break;
            case (_, BiasKernel): BiasEmitter.Emit(code, layer); break;
            default: throw new InvalidOperationException($"No emitter for kernel {kernel.GetType().Name}.");
        }

        code.Close();
        if (kernel.ConstantsSuffix is not null)
        {
            code.Blank();
            EmitConstants(code, layer, kernel);
        }
    }

    /// <summary>The struct that the library's loops are specialised for.</summary>
    private static void EmitConstants(CodeWriter code, WeightLayer layer, Kernel kernel)
    {
        switch ((layer, kernel))
        {
            case (ConvolutionLayer convolution, PackedTilesKernel packed): PackedTilesEmitter.EmitTile(code, convolution, packed); break;
            case (ConvolutionLayer convolution, PanelsKernel panels): PanelsEmitter.EmitTile(code, convolution, panels); break;
            case (ConvolutionLayer convolution, BytePanelsKernel panels): PanelsEmitter.EmitTile(code, convolution, panels); break;
            case (ConvolutionLayer, WinogradKernel winograd): WinogradEmitter.EmitTile(code, layer, winograd); break;
            default: throw new InvalidOperationException($"No constants for kernel {kernel.GetType().Name}.");
        }
    }

    /// <summary>The bias of an output channel after the sum, and the rectifier after that.</summary>
    public static string Epilogue(WeightLayer layer, string sum, string channel) =>
        VectorCode.Activate(layer.Bias is null ? sum : $"{sum} + {layer.Name}Weights.Bias[{channel}]", layer.Relu);
}
