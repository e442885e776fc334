namespace DeepCompression.Aot.Tests.Build;

[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class IncrementalBuildTests : IDisposable
{
    private readonly ConsumerProject _project = ConsumerProject.FromSource();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Only_a_changed_artifact_is_encoded_again_and_its_new_outputs_run()
    {
        (await _project.Build()).AssertSucceeds();
        Dictionary<string, DateTime> first = Texts();
        Assert.Equal(2, first.Count);

        (await _project.Build("--no-restore")).AssertSucceeds();
        Assert.Equal(first, Texts());

        byte[] mlp = File.ReadAllBytes(_project.PathOf("first", "model.dcz"));
        byte[] cnn = File.ReadAllBytes(_project.PathOf("second", "model.dcz"));
        _project.Write("first/model.dcz", cnn);
        (await _project.Build("--no-restore")).AssertSucceeds();
        Assert.Single(Texts(), text => first[text.Key] == text.Value);

        // Now the artifacts have changed places and the classes follow: a stale text or class would show in the outputs.
        _project.Write("second/model.dcz", mlp);
        string program = File.ReadAllText(_project.PathOf("Program.cs"));
        _project.Write("Program.cs", program
            .Replace("first/", "elsewhere/", StringComparison.Ordinal)
            .Replace("second/", "first/", StringComparison.Ordinal)
            .Replace("elsewhere/", "second/", StringComparison.Ordinal));
        (await _project.Build("--no-restore")).AssertSucceeds();

        string assembly = _project.PathOf("bin", ConsumerProject.Configuration, "net10.0", "Consumer.dll");
        await ConsumerProject.AssertRunsModels((model, input) => ProcessRun.Start(_project.Folder, "dotnet", input, assembly, model));
    }

    [Fact]
    public async Task A_text_goes_with_its_item_and_all_go_with_clean()
    {
        _project.Write("third/model.dcz", File.ReadAllBytes(_project.PathOf("first", "model.dcz")));
        (await _project.Build()).AssertSucceeds();
        Assert.Equal(3, Texts().Count);

        File.Delete(_project.PathOf("third", "model.dcz"));
        (await _project.Build("--no-restore")).AssertSucceeds();
        Assert.Equal(2, Texts().Count);

        (await _project.Build("--no-restore", "-t:Clean")).AssertSucceeds();
        Assert.Empty(Texts());
    }

    [Fact]
    public async Task A_design_time_build_sees_the_texts_and_survives_a_missing_artifact()
    {
        (await _project.Build("-t:Restore")).AssertSucceeds();
        _project.Write("Consumer.csproj", File.ReadAllText(_project.PathOf("Consumer.csproj"))
            .Replace("</ItemGroup>", "<CompressedModel Include=\"absent.dcz\" /></ItemGroup>", StringComparison.Ordinal));

        ProcessRun design = (await _project.Build(
            "--no-restore", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:AdditionalFiles")).AssertSucceeds();

        Assert.Contains("\"CompressedModel\": \"first%2Fmodel.dcz\"", design.Output, StringComparison.Ordinal);
        Assert.Contains("\"CompressedModel\": \"second%2Fmodel.dcz\"", design.Output, StringComparison.Ordinal);
        Assert.Contains("warning DC0100", design.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"CompressedModel\": \"absent.dcz\"", design.Output, StringComparison.Ordinal);

        ProcessRun build = await _project.Build("--no-restore");
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("Consumer.csproj : error DC0100: CompressedModel 'absent.dcz'", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_names_an_artifact_from_outside_the_project_and_names_may_hold_any_character()
    {
        string golden = Repository.File("tests", "golden", "valid", "mlp.dcz");
        _project.Write("Consumer.csproj", File.ReadAllText(_project.PathOf("Consumer.csproj"))
            .Replace("</ItemGroup>", $"<CompressedModel Include=\"{golden}\" Link=\"linked/name.dcz\" /></ItemGroup>", StringComparison.Ordinal));
        _project.Write("C#; it's 100 % (ü)/[1]{2}.dcz", GoldenCase.Load("mlp").Artifact);
        _project.Write(
            "Named.cs",
            """
            using DeepCompression.Aot;
            [CompressedModel("linked/name.dcz")] static partial class Linked;
            [CompressedModel("C#; it's 100 % (ü)/[1]{2}.dcz")] static partial class Odd;
            """);

        (await _project.Build()).AssertSucceeds();
    }

    /// <summary>The text files under obj and when they were written.</summary>
    private Dictionary<string, DateTime> Texts()
    {
        string folder = _project.PathOf("obj", ConsumerProject.Configuration, "net10.0", "DeepCompression");
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).ToDictionary(path => path, File.GetLastWriteTimeUtc)
            : [];
    }
}
