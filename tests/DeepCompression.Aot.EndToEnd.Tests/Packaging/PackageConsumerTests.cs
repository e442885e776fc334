using System.IO.Compression;
using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>What somebody gets who references the package: nothing here sees the repository.</summary>
[Collection(Packages.Name)]
[Trait("Category", "Slow")]
public sealed class PackageConsumerTests(PackageFeed feed)
{
    [Fact]
    public void The_package_holds_library_generator_task_targets_and_texts()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.Package);

        string[] expected =
        [
            "LICENSE",
            "README.md",
            "analyzers/dotnet/cs/DeepCompression.Aot.Generator.dll",
            "build/DeepCompression.Aot.Microcontroller.targets",
            "build/DeepCompression.Aot.props",
            "build/DeepCompression.Aot.targets",
            "buildTransitive/DeepCompression.Aot.Microcontroller.targets",
            "buildTransitive/DeepCompression.Aot.props",
            "buildTransitive/DeepCompression.Aot.targets",
            "icon.png",
            "lib/net10.0/DeepCompression.Aot.Runtime.dll",
            "lib/net10.0/DeepCompression.Aot.Runtime.xml",
            "lib/net9.0/DeepCompression.Aot.Runtime.dll",
            "lib/net9.0/DeepCompression.Aot.Runtime.xml",
            "tools/freestanding/DeepCompression.Aot.Freestanding.dll",
            "tools/freestanding/Native/check-object.sh",
            "tools/freestanding/Native/compiler.csproj",
            "tools/freestanding/Native/mps2.ld",
            "tools/freestanding/Native/startup.c",
            "tools/freestanding/Native/support.c",
            "tools/freestanding/System.Runtime.dll",
            "tools/netstandard2.0/DeepCompression.Aot.Tasks.dll",
        ];
        IEnumerable<string> own = package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
                && !name.EndsWith(".nuspec", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, own);
    }

    /// <summary>All analysers, warnings as errors: neither generated code nor the library may cause one, also in the AOT compiler.</summary>
    [Fact]
    public async Task A_consumer_publishes_aot_without_a_warning_and_runs_its_models()
    {
        using ConsumerProject project = FromPackage("<TargetFramework>net9.0</TargetFramework>" + Aot("x86-x64-v3"));

        await AssertPublishes(project, await Publish(project));
    }

    /// <summary>The same on the newest runtime, where the feed has the compiler's pack for it.</summary>
    [SkippableFact]
    public async Task A_consumer_of_the_newest_runtime_publishes_aot_without_a_warning_and_runs_its_models()
    {
        using ConsumerProject project = FromPackage("<TargetFramework>net10.0</TargetFramework>" + Aot("x86-64-v3"));

        ProcessRun publish = await Publish(project);

        SkipException.ThrowIfPackIsMissing(publish.Output, "NativeAOT for net10.0");
        await AssertPublishes(project, publish);
    }

    /// <summary>Trimmed, with the runtime in the folder; net9.0 is done so with the template.</summary>
    [Fact]
    public async Task A_consumer_publishes_trimmed_without_a_warning_and_runs_its_models()
    {
        using ConsumerProject project = FromPackage("<TargetFramework>net10.0</TargetFramework><PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>");

        await AssertPublishes(project, await Publish(project));
    }

    /// <summary>As most programs are: compiled when they run.</summary>
    [Fact]
    public async Task A_consumer_builds_without_a_warning_and_runs_its_models()
    {
        using ConsumerProject project = FromPackage("<TargetFramework>net10.0</TargetFramework>");

        ProcessRun build = (await ProcessRun.Dotnet(project.Folder, "build", "-nologo", "-c", "Release", "-o", "out")).AssertSucceeds();

        await AssertPublishes(project, build);
    }

    /// <summary>A program on the newest runtime that gets the package only through its library, and compiles an artifact too.</summary>
    [Fact]
    public async Task A_project_that_references_the_consumer_compiles_artifacts_of_its_own()
    {
        using ConsumerProject project = FromPackage("<TargetFramework>net10.0</TargetFramework><DefaultItemExcludes>$(DefaultItemExcludes);Dependent/**</DefaultItemExcludes>");
        project.Write(
            "Dependent/Dependent.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Consumer.csproj" />
                <CompressedModel Include="../first/model.dcz" Link="own.dcz" />
              </ItemGroup>
            </Project>
            """);
        project.Write(
            "Dependent/Program.cs",
            "System.Console.WriteLine(Own.InputLength); [DeepCompression.Aot.CompressedModel(\"own.dcz\")] static partial class Own;");

        ProcessRun run = (await ProcessRun.Dotnet(project.Folder, "run", "--project", "Dependent")).AssertSucceeds();

        Assert.Equal("49", run.Output.Trim());
    }

    /// <summary>What a program says to be compiled for processors with AVX2 where this machine has one; .NET 10 has given the level a new name.</summary>
    private static string Aot(string level) =>
        $"""
        <PublishAot>true</PublishAot>
        <IlcInstructionSet Condition="Exists('/proc/cpuinfo') and $([System.IO.File]::ReadAllText('/proc/cpuinfo').Contains('avx2'))">{level}</IlcInstructionSet>
        <CppCompilerAndLinker Condition="!Exists('/usr/bin/clang')">gcc</CppCompilerAndLinker>
        <InvariantGlobalization>true</InvariantGlobalization>
        """;

    private static Task<ProcessRun> Publish(ConsumerProject project) =>
        ProcessRun.Dotnet(project.Folder, "publish", "-nologo", "-c", "Release", "-o", "out");

    private static Task AssertPublishes(ConsumerProject project, ProcessRun publish)
    {
        Assert.DoesNotContain("warning ", publish.AssertSucceeds().Output, StringComparison.OrdinalIgnoreCase);
        return ConsumerProject.AssertRunsModels((model, input) => ProcessRun.Start(project.Folder, project.PathOf("out", "Consumer"), input, model));
    }

    /// <summary>A project that gets the package.</summary>
    private ConsumerProject FromPackage(string properties)
    {
        var project = new ConsumerProject(
            $"""
            {properties}
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <AnalysisLevel>latest-all</AnalysisLevel>
            """,
            $"""<PackageReference Include="DeepCompression.Aot" Version="{feed.Version}" />""");
        project.Write("nuget.config", feed.Configuration());
        return project;
    }
}
