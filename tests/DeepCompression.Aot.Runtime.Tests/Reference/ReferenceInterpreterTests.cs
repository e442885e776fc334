using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Tests.Format;

namespace DeepCompression.Aot.Runtime.Tests.Reference;

public class ReferenceInterpreterTests
{
    [Theory]
    [MemberData(nameof(GoldenArtifacts.ValidNames), MemberType = typeof(GoldenArtifacts))]
    public void Golden_artifacts_give_their_expected_outputs(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        var interpreter = new ReferenceInterpreter(ArtifactReader.Read(golden.Artifact));
        Assert.NotEmpty(golden.Samples);
        foreach (GoldenSample sample in golden.Samples)
        {
            float[][] outputs = interpreter.Run(sample.Inputs);
            Assert.Equal(sample.Outputs.Length, outputs.Length);
            foreach ((double[] expected, float[] actual) in sample.Outputs.Zip(outputs))
            {
                Assert.Equal(expected.Length, actual.Length);
                double tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            }
        }
    }

    [Fact]
    public void A_pruned_connection_passes_nothing_on()
    {
        float[] output = ReferenceLinear.Run([float.NaN, 2f], [0f, 3f, 1f, 0f], [0.5f, 0f], rows: 2);
        Assert.Equal([6.5f, float.NaN], output);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_by_name()
    {
        Artifact artifact = ArtifactReader.Read(GoldenCase.Load("linear").Artifact);
        var interpreter = new ReferenceInterpreter(artifact);
        int length = (int)artifact.Graph.Inputs[0].ElementCount;
        Assert.Throws<ArgumentException>("inputs", () => interpreter.Run());
        Assert.Throws<ArgumentException>("inputs[0]", () => interpreter.Run(new float[length + 1]));
    }

    [Fact]
    public void Outputs_belong_to_the_caller()
    {
        GoldenCase golden = GoldenCase.Load("flatten");
        var interpreter = new ReferenceInterpreter(ArtifactReader.Read(golden.Artifact));
        float[][] inputs = golden.Samples[0].Inputs;
        float first = inputs[0][0];
        interpreter.Run(inputs)[0][0] = first + 1;
        Assert.Equal(first, inputs[0][0]);
    }
}
