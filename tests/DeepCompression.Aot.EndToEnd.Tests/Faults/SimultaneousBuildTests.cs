using System.Text.RegularExpressions;
using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Faults;

/// <summary>Builds that do not have their files to themselves.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed partial class SimultaneousBuildTests
{
    private const int Replacements = 40;

    [Fact]
    public async Task Two_builds_of_one_project_at_once_do_not_hurt_each_other_where_artifacts_are_concerned()
    {
        using ConsumerProject project = ConsumerProject.FromSource();
        (await ProcessRun.Dotnet(project.Folder, "restore", "-nologo")).AssertSucceeds();

        ProcessRun[] runs = await Task.WhenAll(project.Build("--no-restore"), project.Build("--no-restore"));

        // MSBuild and the compiler may get into each other's way over the assembly itself; no line is about what this package writes.
        Assert.All(runs, run => Assert.DoesNotContain("DeepCompression/", Errors(run), StringComparison.Ordinal));
        Assert.All(runs, run => Assert.DoesNotContain("error DC", run.Output, StringComparison.Ordinal));
        await AssertBuildsAndRuns(project);
    }

    [Fact]
    public async Task Two_projects_that_share_their_artifacts_build_at_once()
    {
        using ConsumerProject first = ConsumerProject.FromSource();
        using ConsumerProject second = ConsumerProject.FromSource();
        foreach ((_, _, string item) in ConsumerProject.Models)
        {
            File.Delete(second.PathOf(item));
            File.CreateSymbolicLink(second.PathOf(item), first.PathOf(item));
        }

        ProcessRun[] runs = await Task.WhenAll(first.Build(), second.Build());

        Assert.All(runs, run => run.AssertSucceeds());
        await AssertRuns(first);
        await AssertRuns(second);
    }

    [Fact]
    public async Task An_artifact_that_is_replaced_all_through_a_build_is_built_whole_or_reported_and_right_the_next_time()
    {
        using ConsumerProject project = ConsumerProject.FromSource();
        (await ProcessRun.Dotnet(project.Folder, "restore", "-nologo")).AssertSucceeds();
        string artifact = project.PathOf("first", "model.dcz");
        byte[] own = File.ReadAllBytes(artifact);
        byte[] other = File.ReadAllBytes(project.PathOf("second", "model.dcz"));

        Task<ProcessRun> build = project.Build("--no-restore");
        for (int i = 0; i < Replacements || !build.IsCompleted; i++)
        {
            // In place, so that a build may see half of it.
            await File.WriteAllBytesAsync(artifact, i % 2 == 0 ? other : own);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        ProcessRun run = await build;
        if (run.ExitCode != 0)
        {
            // Without the artifact its class is empty, and what the program asks of it is missing.
            Assert.Contains("error DC", run.Output, StringComparison.Ordinal);
            Assert.All(ErrorLines().Matches(run.Output), line => Assert.True(line.Value is "error CS0117" || line.Value.StartsWith("error DC", StringComparison.Ordinal), run.Output));
        }

        await File.WriteAllBytesAsync(artifact, own);
        await AssertBuildsAndRuns(project);
    }

    private static string Errors(ProcessRun run) => string.Concat(run.Output.Split('\n').Where(line => ErrorLines().IsMatch(line)));

    private static async Task AssertBuildsAndRuns(ConsumerProject project)
    {
        (await project.Build("--no-restore")).AssertSucceeds();
        await AssertRuns(project);
    }

    private static Task AssertRuns(ConsumerProject project)
    {
        string assembly = project.PathOf("bin", ConsumerProject.Configuration, "net10.0", "Consumer.dll");
        return ConsumerProject.AssertRunsModels((model, input) => ProcessRun.Start(project.Folder, "dotnet", input, assembly, model));
    }

    [GeneratedRegex(@"error [A-Z]+\d+")]
    private static partial Regex ErrorLines();
}
