using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

public sealed class ArtifactWriterTests
{
    private static readonly TensorShape WeightShape = new(2, 4);

    private static CodedTensor Weight { get; } =
        CodedTensorEncoder.Encode(WeightShape, [-1, 1, -1, -1, -1, -1, 0, 1], [-0.5f, 1], NumberFormat.Half);

    private static RawTensor Bias { get; } = RawTensorEncoder.Encode(new(2), [0.25f, -2], NumberFormat.Half);

    private static Graph Graph { get; } =
        new(new([new(4)]), new([WeightShape, new(2)]), new([new LinearOperator(0, 0, 1)]), new([1]));

    [Fact]
    public void The_worked_example_of_the_specification_is_what_is_written()
    {
        Assert.Equal(WorkedExample.Bytes, ArtifactWriter.Write(Graph, [Weight, Bias]));
    }

    [Fact]
    public void Every_golden_artifact_is_written_again_as_it_was()
    {
        foreach (string path in Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*" + Artifact.Extension))
        {
            byte[] file = File.ReadAllBytes(path);
            Assert.Equal(file, Rewrite(ArtifactReader.Read(file)));
        }
    }

    [Theory]
    [InlineData("all-sections")]
    [InlineData("two-inputs-two-outputs")]
    [InlineData("filler-zeros")]
    public void Every_file_that_the_reader_accepts_is_written_again_as_it_was(string name)
    {
        byte[] original = File.ReadAllBytes(Repository.File("tests", "golden", "valid", name + Artifact.Extension));
        var random = new Random(name.Length);
        int accepted = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] file = Mutation.Apply(original, random);
            try
            {
                Artifact artifact = ArtifactReader.Read(file);
                accepted++;
                Assert.Equal(file, Rewrite(artifact));
            }
            catch (ArtifactException)
            {
                // Most mutations break a rule; this test is about those that do not.
            }
        }

        Assert.InRange(accepted, 10, 4000);
    }

    [Fact]
    public void Parameters_out_of_order_are_refused()
    {
        Graph swapped = new(Graph.Inputs, new([new(2), WeightShape]), new([new LinearOperator(0, 1, 0)]), Graph.Outputs);

        AssertRefused("numbered in the order of their operators", () => ArtifactWriter.Write(swapped, [Bias, Weight]));
    }

    [Fact]
    public void A_missing_tensor_is_refused() =>
        AssertRefused("there are 1 tensors for 2 parameters", () => ArtifactWriter.Write(Graph, [Weight]));

    [Fact]
    public void A_value_that_nobody_reads_is_refused()
    {
        Graph idle = Graph with { Operators = new([.. Graph.Operators, new ReluOperator(0)]) };

        AssertRefused("value 2 is never used", () => ArtifactWriter.Write(idle, [Weight, Bias]));
    }

    [Fact]
    public void An_operator_that_does_not_fit_is_refused()
    {
        Graph misfit = Graph with { Inputs = new([new(5)]) };

        AssertRefused("its weight is 2×4, but its input has 5 elements", () => ArtifactWriter.Write(misfit, [Weight, Bias]));
    }

    [Fact]
    public void A_text_that_cannot_be_stored_is_refused()
    {
        AssertRefused("control character", () => WriteWith("bell\a"));
        AssertRefused("does not survive", () => WriteWith("half of a surrogate pair \uD800"));
    }

    private static void WriteWith(string text) => ArtifactWriter.Write(Graph, [Weight, Bias], provenance: new([new("data", text)]));

    private static byte[] Rewrite(Artifact artifact) => ArtifactWriter.Write(
        artifact.Graph, artifact.Tensors, artifact.Names, artifact.ActivationScales, artifact.InputContract, artifact.Provenance);

    private static void AssertRefused(string message, Action write)
    {
        var exception = Assert.Throws<ArgumentException>(write);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
