using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>Names that collide with something are told apart, whoever chose them.</summary>
public sealed class HostileNameTests
{
    [Fact]
    public void Types_of_the_project_do_not_hide_those_of_the_runtime()
    {
        GoldenModel golden = GoldenModel.Find("cnn");
        const string Types = "class Relu; class Padding; class MaxPool; class Softmax; class SparseRows; class RunArguments; class Runtime; class Normalization;";
        CompiledModels models = CompiledModels.Of(new GeneratorRun(
            $$"""
            using DeepCompression.Aot;
            namespace Project { [CompressedModel("cnn.dcz")] static partial class Network; {{Types}} }
            """,
            golden.Text));
        Closeness.AssertClose(golden.Samples[0].Outputs[0], models["Project.Network"].Run(golden.Samples[0].Inputs, [10])[0], "cnn");
    }

    [Fact]
    public void Parameter_names_that_are_keywords_members_or_types_become_members_of_their_own()
    {
        string[] names = ["class.weight", "Run.weight", "math.weight", "Vector256.weight", "Network.weight", "input.weight", "workspace", "1.weight", "", "a-b c.weight", "fc.weight", "fc.weight", "fcUnrolledScalar.weight", "Ω.weight"];
        var random = new Random(1);
        var network = new TestNetwork();
        int value = network.Input(4);
        foreach (string name in names)
        {
            value = network.Linear(value, TestTensors.Sparse(random, 0.5, 4, 4), null, name);
        }

        CompiledModel model = CompiledModels.Of(("Network", network.Build(value)))["Network"];
        Assert.Equal(4, model.Run([[1, 2, 3, 4]], [4])[0].Length);
        string[] layers = [.. ((IEnumerable<LayerSummary>)model.Type.GetProperty("Layers")!.GetValue(null)!).Select(layer => layer.Name)];
        Assert.Equal(
            ["Class", "Run_2", "Math_2", "Vector256_2", "Network_2", "Input_2", "Workspace_2", "Fc8", "Fc9", "ABC", "Fc", "Fc_2", "FcUnrolledScalar_2", "Fc14"],
            layers);
    }

    [Fact]
    public void Classes_whose_names_differ_only_in_case_both_get_their_files()
    {
        var run = new GeneratorRun(
            """
            using DeepCompression.Aot;
            [CompressedModel("relu.dcz")] static partial class Digits;
            [CompressedModel("relu.dcz")] static partial class DIGITS;
            """,
            GoldenModel.Find("relu").Text);
        Assert.Null(run.Result.Exception);
        Assert.Equal(
            ["DIGITS.Weights.g.cs", "DIGITS.g.cs", "Digits-2.Weights.g.cs", "Digits-2.g.cs"],
            run.Result.GeneratedSources.Select(source => source.HintName).Order(StringComparer.Ordinal));
        CompiledModels.Of(run);
    }

    [Fact]
    public void Nested_and_verbatim_classes_are_completed_where_they_stand()
    {
        CompiledModels models = CompiledModels.Of(new GeneratorRun(
            """
            using DeepCompression.Aot;
            namespace @namespace.Inner
            {
                internal partial record struct Outer
                {
                    internal partial interface IMiddle
                    {
                        [CompressedModel(@"models\relu.dcz")] internal static partial class @class;
                    }
                }
            }
            """,
            ModelText.Of("models\\relu.dcz", GoldenModel.Find("relu").Artifact)));
        Assert.Equal(0, models["namespace.Inner.Outer+IMiddle+class"].WorkspaceLength);
    }
}
