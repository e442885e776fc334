namespace DeepCompression.Aot.Tests.Build;

/// <summary>Builds under the cultures of other users, in folders of other names.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class CultureBuildTests
{
    [LinuxFact]
    public async Task The_same_artifacts_give_the_same_code_under_every_culture_and_in_every_folder()
    {
        (string day, string code) = await BuildUnder("en_US");
        List<string> days = [day];
        foreach (string culture in (string[])["tr_TR", "ar_SA", "de_DE"])
        {
            (string otherDay, string otherCode) = await BuildUnder(culture);
            Assert.Equal(code, otherCode);
            days.Add(otherDay);
        }

        // Each culture was in force: it names a day in its own way.
        Assert.Equal(days.Count, days.Distinct().Count());
    }

    /// <summary>The text of a day, and all generated files with their names.</summary>
    private static async Task<(string Day, string Code)> BuildUnder(string culture)
    {
        using ConsumerProject project = ConsumerProject.FromSource();
        project.Write("Day.proj", "<Project><PropertyGroup><Day>$([System.DateTime]::UnixEpoch.ToString(\"D\"))</Day></PropertyGroup></Project>");
        ProcessRun day = await Dotnet(project, culture, "msbuild", "Day.proj", "-nologo", "-getProperty:Day");
        ProcessRun build = await Dotnet(
            project, culture, "build", "Consumer.csproj", "-nologo", "-v:m",
            "-p:BuildProjectReferences=false", $"-p:Configuration={ConsumerProject.Configuration}",
            "-p:UseSharedCompilation=false", "-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=generated");
        build.AssertSucceeds();
        string[] files = Directory.GetFiles(project.PathOf("generated", "DeepCompression.Aot.Generator"), "*.g.cs", SearchOption.AllDirectories);
        Assert.Equal(4, files.Length);
        return (day.AssertSucceeds().Output, string.Concat(files.Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file) + "\n" + File.ReadAllText(file))));
    }

    private static Task<ProcessRun> Dotnet(ConsumerProject project, string culture, params string[] arguments) =>
        ProcessRun.Start(project.Folder, "env", "", [$"LC_ALL={culture}.UTF-8", "dotnet", .. arguments]);
}
