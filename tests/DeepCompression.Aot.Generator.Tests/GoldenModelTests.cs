using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Generated code of the golden artifacts, compiled and run.</summary>
public sealed class GoldenModelTests
{
    public static TheoryData<string> Names => [.. GoldenModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_computes_the_expected_outputs(string name) => AssertComputes(GoldenModels.Compiled, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void So_does_what_decodes_its_weights_in_every_inference(string name) => AssertComputes(GoldenModels.Streaming, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void So_does_what_has_its_weights_laid_out_for_every_processor(string name) => AssertComputes(GoldenModels.ReadOnly, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void So_does_what_has_them_laid_out_for_one_with_AVX512(string name) => AssertComputes(GoldenModels.ReadOnlyAvx512, name);

    [Fact]
    public void Where_weights_are_decoded_in_every_inference_none_that_are_coded_are_unpacked() => Assert.All(
        GoldenModels.Generate("streaming").Result.GeneratedSources,
        source => Assert.DoesNotContain(".Unpack", source.SourceText.ToString(), StringComparison.Ordinal));

    private static void AssertComputes(CompiledModels models, string name)
    {
        GoldenModel golden = GoldenModel.Find(name);
        CompiledModel model = models[golden.ClassName];
        foreach (GoldenSample sample in golden.Samples)
        {
            float[][] outputs = model.Run(sample.Inputs, [.. sample.Outputs.Select(output => output.Length)]);
            for (int i = 0; i < outputs.Length; i++)
            {
                Closeness.AssertClose(sample.Outputs[i], outputs[i], $"{name}, output {i}");
            }
        }
    }
}
