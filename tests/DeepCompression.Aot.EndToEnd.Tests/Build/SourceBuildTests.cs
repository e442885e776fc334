namespace DeepCompression.Aot.Tests.Build;

[Collection(Builds.Name)]
public sealed class SourceBuildTests
{
    /// <summary>The one build in the fast suite: the whole way from item to running code.</summary>
    [Fact]
    public async Task A_project_builds_two_artifacts_of_one_file_name_and_runs_them()
    {
        using ConsumerProject project = ConsumerProject.FromSource();

        (await project.Build()).AssertSucceeds();

        string assembly = project.PathOf("bin", ConsumerProject.Configuration, "net10.0", "Consumer.dll");
        await ConsumerProject.AssertRunsModels((model, input) => ProcessRun.Start(project.Folder, "dotnet", input, assembly, model));
    }
}
