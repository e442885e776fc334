using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Generated code of the golden artifacts, compiled and run.</summary>
public sealed class GoldenModelTests
{
    public static TheoryData<string> Names => [.. GoldenModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_computes_the_expected_outputs(string name)
    {
        GoldenModel golden = GoldenModel.Find(name);
        CompiledModel model = GoldenModels.Compiled[golden.ClassName];
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
