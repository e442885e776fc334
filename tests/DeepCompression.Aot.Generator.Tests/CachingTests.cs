using DeepCompression.Aot.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>
/// Why each step of the pipeline runs, or does not, after an edit. A step counts as cached also where what it filters was computed
/// again and came out equal.
/// </summary>
public sealed class CachingTests
{
    private const string Source = """
        using DeepCompression.Aot;
        [CompressedModel("linear.dcz")] internal static partial class First;
        """;

    private readonly ModelText _linear = GoldenModel.Find("linear").Text;
    private readonly ModelText _softmax = GoldenModel.Find("softmax").Text;
    private readonly GeneratorRun _run;

    public CachingTests() => _run = new GeneratorRun(Source, _linear, _softmax);

    [Fact]
    public void Everything_is_new_at_first()
    {
        AssertReasons(Steps.Files, New, New);
        AssertReasons(Steps.Artifacts, New, New);
        AssertReasons(Steps.Declarations, New);
        AssertReasons(Steps.Classes, New);
        AssertReasons(Steps.Plans, New);
        AssertReasons(Steps.Problems);
        AssertSources("First.g.cs", "First.Weights.g.cs");
    }

    [Fact]
    public void Unrelated_code_leaves_every_step_cached()
    {
        _run.Edit(Source + "\ninternal static class Unrelated { }");

        AssertReasons(Steps.Files, Cached, Cached);
        AssertReasons(Steps.Artifacts, Cached, Cached);
        AssertReasons(Steps.Declarations, Unchanged);
        AssertReasons(Steps.Classes, Cached);
        AssertReasons(Steps.Plans, Cached);
        AssertOutput(Cached);
    }

    [Fact]
    public void Moving_the_class_changes_its_places_and_no_source()
    {
        _run.Edit("// A comment above.\n" + Source);

        AssertReasons(Steps.Declarations, Modified);
        AssertReasons(Steps.Classes, Cached);
        AssertReasons(Steps.Plans, Cached);
        AssertOutput(Cached);
    }

    [Fact]
    public void Renaming_the_class_plans_anew_without_reading_an_artifact()
    {
        _run.Edit(Source.Replace("First", "Renamed", StringComparison.Ordinal));

        AssertReasons(Steps.Files, Cached, Cached);
        AssertReasons(Steps.Artifacts, Cached, Cached);
        AssertReasons(Steps.Declarations, Modified);
        AssertReasons(Steps.Classes, Modified);
        AssertReasons(Steps.Plans, Modified);
        AssertSources("Renamed.g.cs", "Renamed.Weights.g.cs");
    }

    [Fact]
    public void Another_class_leaves_the_first_cached()
    {
        _run.Edit(Source + "\n[CompressedModel(\"softmax.dcz\")] internal static partial class Second;");

        AssertReasons(Steps.Artifacts, Cached, Cached);
        AssertReasons(Steps.Classes, Unchanged, New);
        AssertReasons(Steps.Plans, Cached, New);
    }

    [Fact]
    public void A_new_artifact_is_read_and_planned_alone()
    {
        ModelText retrained = ModelText.Of("linear.dcz", GoldenModel.Find("linear-without-bias").Artifact);
        string before = _run.Source("First.g.cs");

        _run.Replace(_linear, retrained);

        AssertReasons(Steps.Files, Modified, Cached);
        AssertReasons(Steps.Artifacts, Modified, Cached);
        AssertReasons(Steps.Declarations, Cached);
        AssertReasons(Steps.Classes, Cached);
        AssertReasons(Steps.Plans, Modified);
        Assert.NotEqual(before, _run.Source("First.g.cs"));
    }

    [Fact]
    public void An_artifact_that_no_class_names_changes_no_plan()
    {
        _run.Replace(_softmax, ModelText.Of("softmax.dcz", GoldenModel.Find("relu").Artifact));

        AssertReasons(Steps.Artifacts, Cached, Modified);
        AssertReasons(Steps.Plans, Cached);
        AssertOutput(Cached);
    }

    [Fact]
    public void New_options_and_a_rewritten_file_of_the_same_content_change_nothing()
    {
        _run.RefreshOptions();
        AssertReasons(Steps.Files, Cached, Cached);
        AssertReasons(Steps.Artifacts, Cached, Cached);

        _run.Replace(_linear, GoldenModel.Find("linear").Text);
        AssertReasons(Steps.Files, Cached, Cached);
        AssertReasons(Steps.Artifacts, Cached, Cached);
        AssertReasons(Steps.Plans, Cached);
        AssertOutput(Cached);
    }

    [Fact]
    public void A_problem_comes_and_goes_with_its_cause()
    {
        _run.Edit(Source.Replace("linear.dcz", "missing.dcz", StringComparison.Ordinal));
        AssertReasons(Steps.Problems, New);
        Assert.Single(_run.Result.Diagnostics);
        Assert.Empty(_run.Result.GeneratedSources);

        _run.Edit(Source);
        AssertReasons(Steps.Problems, Removed);
        Assert.Empty(_run.Result.Diagnostics);
        AssertSources("First.g.cs", "First.Weights.g.cs");
    }

    private void AssertReasons(string step, params IncrementalStepRunReason[] expected) => Assert.Equal(expected, _run.Reasons(step));

    private void AssertSources(params string[] hintNames) => Assert.Equal(hintNames, _run.Result.GeneratedSources.Select(source => source.HintName));

    private void AssertOutput(IncrementalStepRunReason expected) =>
        Assert.All(_run.Result.TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(run => run.Outputs), output => Assert.Equal(expected, output.Reason));
}
