using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Tests.Support;
using DeepCompression.Aot.Tests;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Every diagnostic: its id, its message, and the text it points to.</summary>
public sealed class DiagnosticTests
{
    private const string Usage = "using DeepCompression.Aot;\n";

    private static readonly ModelText Linear = GoldenModel.Find("linear").Text;

    [Fact]
    public void A_missing_artifact_is_reported_with_those_there_are() => AssertProblem(
        Usage + "[CompressedModel(\"lenear.dcz\")] static partial class Digits;",
        "DC0001",
        "No CompressedModel item is named 'lenear.dcz'; the project has 'linear.dcz', 'models/softmax.dcz'",
        "\"lenear.dcz\"",
        Linear,
        ModelText.Of("models/softmax.dcz", GoldenModel.Find("softmax").Artifact));

    [Fact]
    public void A_project_without_artifacts_is_told_how_to_add_one() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0001",
        "No CompressedModel item is named 'linear.dcz'; the project has none: add <CompressedModel Include=\"linear.dcz\" /> to it",
        "\"linear.dcz\"");

    [Fact]
    public void A_damaged_artifact_is_reported_with_its_path_and_the_check_it_fails()
    {
        byte[] damaged = [.. GoldenModel.Find("linear").Artifact];
        damaged[^1] ^= 1;
        AssertProblem(
            Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
            "DC0002",
            "The artifact '/project/linear.dcz' cannot be used: the checksum does not match: the file was damaged or cut short; copy it again from where it came from, or train it again",
            "\"linear.dcz\"",
            ModelText.Of("linear.dcz", damaged));
    }

    [Fact]
    public void Another_format_version_is_reported_by_its_number()
    {
        byte[] newer = [.. GoldenModel.Find("linear").Artifact];
        newer[4] = 200;
        AssertProblem(
            Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
            "DC0003",
            "The artifact '/project/linear.dcz' cannot be used: the file is of format version 200, this build reads version 2; write it again with the deepc of this version",
            "\"linear.dcz\"",
            ModelText.Of("linear.dcz", newer));
    }

    [Fact]
    public void A_platform_that_there_is_not_is_reported_with_those_there_are() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0040",
        "The CompressedModel item 'linear.dcz' has the Platform 'arduino', which there is not; write dotnet, the default, or freestanding",
        "\"linear.dcz\"",
        ModelText.Of("linear.dcz", GoldenModel.Find("linear").Artifact, platform: "arduino"));

    [Fact]
    public void An_arithmetic_that_there_is_not_is_reported_with_those_there_are() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0010",
        "The CompressedModel item 'linear.dcz' has the Arithmetic 'int4', which there is not; write float32, the default, int14 or int8",
        "\"linear.dcz\"",
        ModelText.Of("linear.dcz", GoldenModel.Find("linear").Artifact, "int4"));

    [Theory]
    [InlineData("0")]
    [InlineData("-16")]
    [InlineData("24")]
    [InlineData("1040")]
    [InlineData("many")]
    public void A_batch_that_cannot_be_is_reported_with_those_that_can(string batch) => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0011",
        $"The CompressedModel item 'linear.dcz' has the Batch '{batch}', which is none; write 1, the default, or a multiple of 16 up to 1,024",
        "\"linear.dcz\"",
        ModelText.Of("linear.dcz", GoldenModel.Find("linear").Artifact, batch: batch));

    [Fact]
    public void A_batch_of_a_network_that_cannot_run_over_one_is_reported_with_the_reason() => AssertProblem(
        Usage + "[CompressedModel(\"cnn.dcz\")] static partial class Digits;",
        "DC0008",
        "The network of '/project/cnn.dcz' is beyond what this version generates code for: "
            + "a Batch needs fully connected layers and rectifiers only, and it has an operator Convolution; leave it out",
        "\"cnn.dcz\"",
        ModelText.Of("cnn.dcz", GoldenModel.Find("cnn").Artifact, batch: "16"));

    [Fact]
    public void A_memory_that_there_is_not_is_reported_with_those_there_are() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0012",
        "The CompressedModel item 'linear.dcz' has the Memory 'disk', which there is not; write unpacked, the default, streaming, readonly or readonly-avx512",
        "\"linear.dcz\"",
        ModelText.Of("linear.dcz", GoldenModel.Find("linear").Artifact, memory: "disk"));

    [Theory]
    [InlineData("streaming")]
    [InlineData("readonly")]
    [InlineData("readonly-avx512")]
    public void A_batch_of_weights_that_are_not_unpacked_is_reported(string memory) => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0008",
        $"The network of '/project/linear.dcz' is beyond what this version generates code for: a Batch needs unpacked weights, and the item has the Memory {memory}; leave one of them out",
        "\"linear.dcz\"",
        ModelText.Of("linear.dcz", GoldenModel.Find("linear").Artifact, batch: "16", memory: memory));

    [Fact]
    public void A_number_of_threads_that_a_run_cannot_take_is_reported_with_those_it_can() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0013",
        "The CompressedModel item 'linear.dcz' has the Threads '3', which a run cannot take; write 1, the default, or 2",
        "\"linear.dcz\"",
        ModelText.Of("linear.dcz", GoldenModel.Find("linear").Artifact, threads: "3"));

    [Fact]
    public void A_class_that_is_not_partial_is_reported_at_its_name() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static class Digits;",
        "DC0004",
        "'Digits' must be declared 'static partial class', so that its model can be generated into it: 'partial' is missing",
        "Digits",
        Linear);

    [Fact]
    public void A_class_that_is_not_static_is_reported_at_its_name() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] partial class Digits;",
        "DC0005",
        "'Digits' must be declared 'static partial class', since a model has no instances: 'static' is missing",
        "Digits",
        Linear);

    [Fact]
    public void A_file_name_that_two_artifacts_share_is_ambiguous() => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0006",
        "Several CompressedModel items have the file name 'linear.dcz': 'new/linear.dcz', 'old/linear.dcz'; name one by its whole path",
        "\"linear.dcz\"",
        ModelText.Of("old/linear.dcz", GoldenModel.Find("linear").Artifact),
        ModelText.Of("new/linear.dcz", GoldenModel.Find("linear").Artifact));

    [Theory]
    [InlineData("static class Outer { @ }", "'Outer' around it is not partial; declare that partial, or move it out")]
    [InlineData("static partial class Outer<T> { @ }", "'Outer' around it is generic; move it out")]
    public void A_class_inside_a_type_that_cannot_be_added_to_is_reported(string outer, string obstacle) => AssertProblem(
        Usage + outer.Replace("@", "[CompressedModel(\"linear.dcz\")] static partial class Digits;", StringComparison.Ordinal),
        "DC0007",
        $"'Digits' cannot be completed: {obstacle}",
        "Digits",
        Linear);

    [Theory]
    [InlineData("static partial class Digits<T>;", "it is generic, and a network has no type parameters; remove them")]
    [InlineData("file static partial class Digits;", "it is local to its file, so that no other file can add to it; remove 'file'")]
    public void A_class_that_cannot_be_added_to_is_reported(string declaration, string obstacle) => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] " + declaration,
        "DC0007",
        $"'Digits' cannot be completed: {obstacle}",
        "Digits",
        Linear);

    [Theory]
    [InlineData("DeepCompression.Aot artifact v2\nAAAA", "its first line is not 'DeepCompression.Aot artifact v1'")]
    [InlineData("", "its first line is not 'DeepCompression.Aot artifact v1'")]
    [InlineData("DeepCompression.Aot artifact v1\nnot base64!", "what follows its first line is not base64")]
    public void A_text_that_another_version_of_the_build_made_is_reported(string text, string why) => AssertProblem(
        Usage + "[CompressedModel(\"linear.dcz\")] static partial class Digits;",
        "DC0009",
        $"The text that the build made of the artifact '/project/linear.dcz' cannot be read: {why}; clean and build the project again",
        "\"linear.dcz\"",
        ModelText.OfText("linear.dcz", text));

    [Fact]
    public void An_artifact_without_an_argument_is_reported_where_the_attribute_stands() => AssertProblem(
        Usage + "[CompressedModel(null!)] static partial class Digits;",
        "DC0001",
        "No CompressedModel item is named ''; the project has 'linear.dcz'",
        "null!",
        Linear);

    [Fact]
    public void Every_corrupt_golden_artifact_is_a_diagnostic()
    {
        string[] files = Directory.GetFiles(Repository.File("tests", "golden", "corrupt"), "*.dcz");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            var run = new GeneratorRun(
                Usage + "[CompressedModel(\"corrupt.dcz\")] static partial class Digits;", ModelText.Of("corrupt.dcz", File.ReadAllBytes(file)));
            Assert.Null(run.Result.Exception);
            Assert.Contains(Assert.Single(run.Result.Diagnostics).Id, new[] { Descriptors.CorruptArtifact.Id, Descriptors.UnsupportedVersion.Id });
        }
    }

    [Fact]
    public void Files_that_are_no_models_and_attributes_of_the_same_name_are_ignored()
    {
        var run = new GeneratorRun(
            "namespace Other { class CompressedModelAttribute(string name) : System.Attribute { public string Name => name; } "
            + "[CompressedModel(\"x\")] class Digits; }",
            new ModelText("readme.txt", "DeepCompression.Aot artifact v1"));
        Assert.Empty(run.Result.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }

    private static void AssertProblem(string source, string id, string message, string place, params ModelText[] models)
    {
        var run = new GeneratorRun(source, models);
        Assert.Null(run.Result.Exception);
        Diagnostic diagnostic = Assert.Single(run.Result.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(message, diagnostic.GetMessage());
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(place, source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal("Consumer.cs", diagnostic.Location.GetLineSpan().Path);
        int line = source[..diagnostic.Location.SourceSpan.Start].Count(c => c == '\n');
        Assert.Equal(line, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Empty(run.Result.GeneratedSources);
    }
}
