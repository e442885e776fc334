using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Onnx;
using static DeepCompression.Aot.Import.Tests.Support.OnnxBuilder;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Fully connected layers and convolutions, with what is folded into them.</summary>
public class LayerImportTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void A_gemm_scales_transposes_and_adds(int transA, int transB)
    {
        // The matrix (3, 2) is 1 2 / 3 4 / 5 6, so a row 1 2 3 makes 22 28.
        float[] byInput = [1, 2, 3, 4, 5, 6];
        float[] byOutput = [1, 3, 5, 2, 4, 6];
        OnnxBuilder model = (transA == 1 ? new OnnxBuilder().FixedInput("x", 3, 1) : new OnnxBuilder().Input("x", 3))
            .Floats("w", transB == 1 ? [2, 3] : [3, 2], transB == 1 ? byOutput : byInput)
            .Floats("c", [1], 10)
            .Node("Gemm", "x w c", "y", Integer("transA", transA), Integer("transB", transB), Number("alpha", 2), Number("beta", 0.5f))
            .Output("y");

        Assert.Equal([49f, 61f], Imported.Run(model, [1, 2, 3]));
    }

    [Fact]
    public void A_matrix_product_with_a_sum_behind_it_is_one_layer()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2)
            .Floats("w", [2, 3], 1, 2, 3, 4, 5, 6).Floats("b", [3], 100, 200, 300)
            .Node("MatMul", "x w", "product").Node("Add", "b product", "y").Output("y");

        Assert.IsType<LinearOperator>(Assert.Single(Imported.Artifact(model).Graph.Operators));
        Assert.Equal([109f, 212f, 315f], Imported.Run(model, [1, 2]));
    }

    [Fact]
    public void A_sum_behind_a_layer_that_something_else_reads_is_not_folded()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 2)
            .Floats("w", [2, 2], 1, 0, 0, 1).Floats("b", [2], 1, 1)
            .Node("MatMul", "x w", "product").Node("Add", "product b", "y").Output("y").Output("product");

        Artifact artifact = Imported.Artifact(model);
        float[][] outputs = new ReferenceInterpreter(artifact).Run([5, 6]);

        Assert.Single(artifact.Graph.Operators.OfType<ConstantOperator>());
        Assert.Equal([6f, 7f], outputs[0]);
        Assert.Equal([5f, 6f], outputs[1]);
    }

    [Theory]
    [InlineData("NOTSET", 1, 1, 1, 1, 1)]
    [InlineData("NOTSET", 0, 1, 2, 1, 2)]
    [InlineData("NOTSET", 2, 0, 1, 1, 3)]
    [InlineData("NOTSET", 1, 1, 2, 2, 1)]
    [InlineData("VALID", 0, 0, 1, 1, 2)]
    [InlineData("SAME_UPPER", 0, 0, 2, 1, 1)]
    [InlineData("SAME_LOWER", 0, 0, 2, 1, 1)]
    [InlineData("SAME_UPPER", 0, 0, 1, 2, 1)]
    public void A_convolution_is_what_its_definition_says(string autoPad, int before, int after, int stride, int dilation, int channels)
    {
        var convolution = new NaiveConvolution(channels, Outputs: 2, Size: 7, Kernel: 3, stride, dilation, autoPad, before, after);
        float[] input = Numbers(channels * 49, 1), weight = Numbers(2 * channels * 9, 2), bias = Numbers(2, 3);
        AttributeProto pads = List("pads", before, before, after, after);
        OnnxBuilder model = new OnnxBuilder().Input("x", channels, 7, 7).Floats("w", [2, channels, 3, 3], weight).Floats("b", [2], bias)
            .Node("Conv", "x w b", "y", [
                List("strides", stride, stride), List("dilations", dilation, dilation), Text("auto_pad", autoPad), .. autoPad == "NOTSET" ? [pads] : Array.Empty<AttributeProto>()])
            .Output("y");

        Closeness.AssertClose(convolution.Run(input, weight, bias), Imported.Run(model, input));
    }

    [Fact]
    public void Groups_of_a_convolution_see_their_own_channels_only()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 4, 1, 2).Floats("w", [2, 2, 1, 1], 1, 10, 100, 1000)
            .Node("Conv", "x w", "y", Integer("group", 2)).Output("y");

        Assert.Equal([31f, 42f, 7500f, 8600f], Imported.Run(model, [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 3, 1, 2).Floats("w", [2, 2, 1, 1], 1, 10, 100, 1000)
            .Node("Conv", "x w", "y", Integer("group", 2)).Output("y");

        Assert.Contains("2 groups, into which 3 input and 2 output channels do not fall", Imported.Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_normalisation_is_folded_into_the_convolution_before_it()
    {
        OnnxBuilder model = Normalised(new OnnxBuilder().Input("x", 1, 2, 2).Floats("w", [2, 1, 1, 1], 1, 2).Node("Conv", "x w", "c")).Output("y");

        // (x − 1) ÷ √4 · 3 + 0.5 and (2 x − 2) ÷ √1 · 1 − 1.
        Assert.IsType<ConvolutionOperator>(Assert.Single(Imported.Artifact(model).Graph.Operators));
        Closeness.AssertClose([0.5, 2, 3.5, 5, -1, 1, 3, 5], Imported.Run(model, [1, 2, 3, 4]));
    }

    [Theory]
    [InlineData("Mul", false, 6f, -12f)]
    [InlineData("Div", false, 1.5f, -3f)]
    [InlineData("Sub", false, 1f, -8f)]
    [InlineData("Sub", true, -1f, 8f)]
    public void Arithmetic_with_a_constant_is_folded(string type, bool constantFirst, float first, float second)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", 1).Floats("w", [1, 2], 1, -2).Floats("k", [], 2)
            .Node("MatMul", "x w", "p").Node(type, constantFirst ? "k p" : "p k", "y").Output("y");

        Assert.Single(Imported.Artifact(model).Graph.Operators);
        Assert.Equal([first, second], Imported.Run(model, [3]));
    }

    private static OnnxBuilder Normalised(OnnxBuilder model) => model
        .Floats("scale", [2], 3, 1).Floats("offset", [2], 0.5f, -1).Floats("mean", [2], 1, 2).Floats("variance", [2], 4, 1)
        .Node("BatchNormalization", "c scale offset mean variance", "y", Number("epsilon", 0));

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
