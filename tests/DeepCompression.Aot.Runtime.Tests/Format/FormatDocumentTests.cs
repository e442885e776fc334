using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

public sealed class FormatDocumentTests
{
    [Fact]
    public void The_worked_example_of_the_specification_is_an_artifact_with_the_weights_it_names()
    {
        Artifact artifact = ArtifactReader.Read(WorkedExample.Bytes);

        Assert.Equal([new TensorShape(4)], artifact.Graph.Inputs);
        Assert.Equal([new LinearOperator(0, 0, 1)], artifact.Graph.Operators);
        Assert.Equal([1], artifact.Graph.Outputs);
        Assert.Equal([0f, 1, 0, 0, 0, 0, -0.5f, 1], artifact.Tensors[0].ToDense());
        Assert.Equal([0.25f, -2], artifact.Tensors[1].ToDense());
    }

    [Fact]
    public void The_specification_names_every_form_operator_and_limit_that_the_reader_has()
    {
        Assert.All(Enum.GetValues<TensorForm>(), form => Assert.Contains($"| {(int)form} | {form} |", WorkedExample.Document, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<OperatorKind>(), kind => Assert.Contains($"| {(byte)kind} | {kind} |", WorkedExample.Document, StringComparison.Ordinal));
        Assert.All(
            ProvenanceEntry.KnownKeys.Select((key, index) => $"{index + 1} `{key}`"),
            key => Assert.Contains(key, WorkedExample.Document.ReplaceLineEndings(" "), StringComparison.Ordinal));
        Assert.Contains($"{SizeLimits.ParametersPerByte:N0} n elements", WorkedExample.Document, StringComparison.Ordinal);
        Assert.Contains($"{SizeLimits.ActivationsPerByte:N0} n", WorkedExample.Document, StringComparison.Ordinal);
        Assert.Contains($"format version {Artifact.Version}", WorkedExample.Document.Replace(", version", " format version", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
