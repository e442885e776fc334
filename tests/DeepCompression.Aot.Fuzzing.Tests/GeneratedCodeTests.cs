using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Fuzzing.Tests;

/// <summary>The code of networks made at random: it compiles, and computes from its inputs alone.</summary>
public sealed class GeneratedCodeTests
{
    private const int Networks = 120;

    [Fact]
    [Trait("Category", "Slow")]
    public void It_compiles_without_a_complaint_and_reads_nothing_before_it_is_written()
    {
        byte[][] artifacts = [.. Enumerable.Range(0, Networks).Select(seed => RandomNetwork.Draw(new Random(seed)))];
        GeneratedModel[] models = GeneratedModels.Of(artifacts);
        int finite = 0;
        for (int i = 0; i < models.Length; i++)
        {
            Artifact artifact = ArtifactReader.Read(artifacts[i]);
            int[] lengths = [.. artifact.Graph.Outputs.Select(output => (int)artifact.ValueShapes[output].ElementCount)];
            float[][] inputs = [.. artifact.Graph.Inputs.Select(shape => Numbers((int)shape.ElementCount))];
            float[][] outputs = models[i].Run(inputs, lengths);
            Assert.Equal(outputs, models[i].Run(inputs, lengths));

            // A workspace full of NaN shows in the outputs, where no function of the network makes such numbers itself.
            if (artifact.Graph.Operators.All(IsDefinedEverywhere))
            {
                Assert.All(outputs, output => Assert.DoesNotContain(output, float.IsNaN));
                finite++;
            }
        }

        Assert.InRange(finite, Networks / 4, Networks);
    }

    private static bool IsDefinedEverywhere(Operator op) => op switch
    {
        UnaryOperator unary => unary.Function is not (UnaryFunction.Sqrt or UnaryFunction.Log or UnaryFunction.Reciprocal or UnaryFunction.Exp),
        BinaryOperator binary => binary.Function is not (BinaryFunction.Power or BinaryFunction.Quotient),
        ReduceOperator reduce => reduce.Function is not (ReduceFunction.Product or ReduceFunction.LogSumExp),
        _ => true,
    };

    private static float[] Numbers(int length) => [.. Enumerable.Range(0, length).Select(i => ((i * 37 % 64) - 31.5f) / 32)];
}
