using System.Globalization;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Parsing;
using DeepCompression.Aot.Generator.Passes;
using DeepCompression.Aot.Generator.Tests.Support;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>The same artifacts give the same text, everywhere and every time.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void Two_runs_give_the_same_text()
    {
        Assert.Equal(Sources(GoldenModels.Generate()), Sources(GoldenModels.Generate()));
    }

    [Fact]
    public void Where_the_project_lies_is_nowhere_in_the_text()
    {
        GoldenModel golden = GoldenModel.Find("all-sections");
        Assert.Equal(Text(golden, "/one/model.dcz"), Text(golden, "C:\\Users\\zwei\\model.dcz"));
    }

    [Fact]
    public void Line_ends_are_line_feeds() =>
        Assert.All(Sources(GoldenModels.Generate()), source => Assert.DoesNotContain('\r', source));

    [Fact]
    public void A_culture_with_other_signs_and_separators_changes_nothing()
    {
        string[] expected = Sources(GoldenModels.Generate());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Not every machine has the data of real cultures; this one is stranger than all of them.
            var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat.NegativeSign = "\u2212";
            strange.NumberFormat.NumberDecimalSeparator = ",";
            strange.NumberFormat.NumberGroupSeparator = "\u00A0";
            strange.NumberFormat.PositiveSign = "\uFF0B";
            CultureInfo.CurrentCulture = strange;
            Assert.Equal("\u22121,5", (-1.5).ToString(CultureInfo.CurrentCulture));

            Assert.Equal(expected, Sources(GoldenModels.Generate()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Both files of a model whose artifact has some full path.</summary>
    private static string Text(GoldenModel golden, string path)
    {
        var file = new ModelFile("model.dcz", path, golden.Text.GetText());
        ModelPlan plan = PassList.Run(file.Name, ArtifactParser.Parse(file).Content.Value!, "Model");
        var modelClass = new ModelClass("Some.Names", default, "Model", file.Name) { HintName = "Model" };
        return ModelEmitter.Network(modelClass, plan) + ModelEmitter.Weights(modelClass, plan);
    }

    private static string[] Sources(GeneratorRun run) => [.. run.Result.GeneratedSources.Select(source => source.HintName + "\n" + source.SourceText)];
}
