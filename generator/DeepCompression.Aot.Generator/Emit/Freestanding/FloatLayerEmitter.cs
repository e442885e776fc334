using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the method of a layer of floats over pointers.</summary>
internal static class FloatLayerEmitter
{
    private const string Numbers = "Runtime::FloatNumbers, float, float, float, float";

    private const string Elements = "Runtime::FloatElements, float";

    public static void Emit(CodeWriter code, ModelPlan plan, Layer layer)
    {
        string inputs = layer.Inputs.Length == 1 ? "float* input" : string.Join(", ", layer.Inputs.Select((_, i) => $"float* input{i + 1}"));
        string scratch = layer.ScratchLength > 0 ? ", float* scratch" : string.Empty;
        code.Write($"private static void {layer.Name}({inputs}, float* output{scratch}) =>");
        code.WriteIndented(Body(plan, layer) + ";");
    }

    private static string Body(ModelPlan plan, Layer layer)
    {
        int length = plan.Length(layer.Output);
        return layer switch
        {
            LinearLayer linear =>
                $"Runtime::RowProduct.Apply<{Numbers}>({PlainArguments.Weights(linear)}, biasShift: 0, outputShift: 0, rowCount: {linear.Rows}, input, output, relu: {PlainArguments.Flag(linear.Relu)})",
            WeightLayer weights =>
                $"Runtime::RowConvolution.Apply<{ConvolutionShape.Name(plan, weights)}, {Numbers}>({PlainArguments.Weights(weights)}, biasShift: 0, outputShift: 0, input, output{PlainArguments.Scratch(weights)})",
            PoolLayer { Kind: PoolKind.Max } pool => $"Runtime::PlainLayers.MaxPool<{Elements}>({PlainArguments.Pool(plan, pool)}, input, output)",
            PoolLayer pool => $"Runtime::FloatLayers.AveragePool({PlainArguments.Pool(plan, pool)}, input, output)",
            PaddingLayer padding => $"Runtime::PlainLayers.Pad({PlainArguments.Padding(plan, padding)}, input, output)",
            AddLayer add => $"Runtime::FloatLayers.Add(input1, input2, output, {length}, relu: {PlainArguments.Flag(add.Relu)})",
            ReluLayer => $"Runtime::PlainLayers.Relu<{Elements}>(input, output, {length})",
            FunctionLayer { Function: UnaryFunction.Clip } clip =>
                $"Runtime::PlainLayers.Clip<{Elements}>(input, output, {length}, {Bound(clip.Settings[0])}, {Bound(clip.Settings[1])})",
            SoftmaxLayer => $"Runtime::FloatLayers.Softmax(input, output, {length})",
            CopyLayer => $"Runtime::PlainLayers.Copy(input, output, {length})",
            _ => throw new InvalidOperationException($"No code without a runtime for {layer.GetType().Name}."),
        };
    }

    /// <summary>A bound that may be missing, which is an infinity.</summary>
    private static string Bound(float bound) => bound switch
    {
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ => Literals.Float(bound),
    };
}
