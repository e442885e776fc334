using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// Prints the method of a layer of integers over pointers. It takes the exponent of what it reads, and returns that of what it writes:
/// bytes, or where the network ends or a softmax follows, sums.
/// </summary>
internal static class ByteLayerEmitter
{
    private const string Elements = "Runtime::ByteElements, sbyte";

    /// <summary>Bits of a bound of a clip.</summary>
    private const int BoundBits = 14;

    public static void Emit(CodeWriter code, ModelPlan plan, Layer layer)
    {
        string inputs = layer switch
        {
            SoftmaxLayer => "int* input, int exponent",
            AddLayer => "sbyte* input1, int exponent1, sbyte* input2, int exponent2",
            _ => "sbyte* input, int exponent",
        };
        string scratch = layer.ScratchLength > 0 ? ", void* scratch" : string.Empty;
        code.Open($"private static int {layer.Name}({inputs}, {(layer.OutputForm == OutputForm.Bytes ? "sbyte" : "int")}* output{scratch})");
        EmitBody(code, plan, layer);
        if (!ReturnsItself(layer))
        {
            code.Write(layer switch
            {
                { OutputForm: OutputForm.Narrowed } =>
                    $"return Runtime::ByteScale.Narrow(output, length: {plan.Length(layer.Output)}, exponent, largestExponent: {ScaleBytes.LargestExponent(plan, layer.Output)});",
                { CalibratedExponent: int calibrated } => $"return Runtime::ByteScale.OutputExponent(exponent, {calibrated});",
                _ => "return exponent;",
            });
        }

        code.Close();
    }

    /// <summary>Whether the call that computes the layer gives the exponent as it is returned.</summary>
    private static bool ReturnsItself(Layer layer) => layer is AddLayer { CalibratedExponent: not null };

    private static void EmitBody(CodeWriter code, ModelPlan plan, Layer layer)
    {
        int length = plan.Length(layer.Output);
        switch (layer)
        {
            case WeightLayer weights:
                EmitProducts(code, plan, weights);
                break;
            case AddLayer { CalibratedExponent: int calibrated } add:
                code.Write($"return Runtime::ByteLayers.Add(input1, exponent1, input2, exponent2, output, {calibrated}, {length}, relu: {PlainArguments.Flag(add.Relu)});");
                break;
            case AddLayer add:
                code.Write($"int exponent = Runtime::ByteLayers.Add(input1, exponent1, input2, exponent2, output, {length}, relu: {PlainArguments.Flag(add.Relu)});");
                break;
            case PoolLayer { Kind: PoolKind.Average } pool:
                code.Write($"exponent = Runtime::ByteLayers.AveragePool({PlainArguments.Pool(plan, pool)}, input, exponent, output);");
                break;
            case PoolLayer pool:
                code.Write($"Runtime::PlainLayers.MaxPool<{Elements}>({PlainArguments.Pool(plan, pool)}, input, output);");
                break;
            case PaddingLayer padding:
                code.Write($"Runtime::PlainLayers.Pad({PlainArguments.Padding(plan, padding)}, input, output);");
                break;
            case ReluLayer:
                code.Write($"Runtime::PlainLayers.Relu<{Elements}>(input, output, {length});");
                break;
            case FunctionLayer { Function: UnaryFunction.Clip } clip:
                code.Write($"Runtime::PlainLayers.Clip<{Elements}>(input, output, {length}, {Bound(clip.Settings[0])}, {Bound(clip.Settings[1])});");
                break;
            case SoftmaxLayer:
                code.Write($"Runtime::ByteLayers.Softmax(input, exponent, output, {length});");
                code.Write("exponent = Runtime::ByteLayers.SoftmaxExponent;");
                break;
            case CopyLayer:
                code.Write($"Runtime::PlainLayers.Copy(input, output, {length});");
                break;
            default:
                throw new InvalidOperationException($"No code of integers for {layer.GetType().Name}.");
        }
    }

    private static void EmitProducts(CodeWriter code, ModelPlan plan, WeightLayer layer)
    {
        ByteScales scales = PlainArguments.Kernel(layer).Bytes!;
        code.Write($"exponent += {scales.WeightExponent};");
        code.Write($"int biasShift = Runtime::ByteScale.BiasShift({scales.BiasExponent}, exponent);");
        string shifts = "biasShift, outputShift: 0";
        string numbers = "Runtime::ByteNumbers, sbyte, short, int, int";
        if (layer.CalibratedExponent is int calibrated)
        {
            code.Write($"int outputShift = Runtime::ByteScale.OutputShift(exponent, {calibrated});");
            shifts = "biasShift, outputShift";
            numbers = "Runtime::CalibratedNumbers, sbyte, short, int, sbyte";
        }

        code.Write(layer is LinearLayer linear
            ? $"Runtime::RowProduct.Apply<{numbers}>({PlainArguments.Weights(linear)}, {shifts}, rowCount: {linear.Rows}, input, output, relu: {PlainArguments.Flag(linear.Relu)});"
            : $"Runtime::RowConvolution.Apply<{ConvolutionShape.Name(plan, layer)}, {numbers}>({PlainArguments.Weights(layer)}, {shifts}, input, output{PlainArguments.Scratch(layer)});");
    }

    /// <summary>A bound of a clip as a byte of the exponent: infinities are the ends of bytes.</summary>
    private static string Bound(float bound)
    {
        if (float.IsInfinity(bound))
        {
            return bound > 0 ? "sbyte.MaxValue" : "sbyte.MinValue";
        }

        int exponent = bound == 0 ? 0 : BoundBits - (int)Math.Ceiling(Math.Log(Math.Abs((double)bound), 2));
        return FormattableString.Invariant($"Runtime::ByteScale.Bound({(int)Math.Round(bound * Math.Pow(2, exponent))}, {exponent}, exponent)");
    }
}
