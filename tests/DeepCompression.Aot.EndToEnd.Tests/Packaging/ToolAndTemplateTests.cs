namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>The command line as a .NET tool and the template of a classifier, installed from packages into folders of their own.</summary>
[Collection(Packages.Name)]
[Trait("Category", "Slow")]
public sealed class ToolAndTemplateTests(PackageFeed feed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Verifying compiles generated code: all that needs is in the package.</summary>
    [DataFact("models/mnist-8-cntk")]
    public async Task The_installed_tool_imports_compresses_and_verifies()
    {
        await feed.Pack("trainer/deepc");
        string tools = _folder.File("tools");
        (await Dotnet("tool", "install", "deepc", "--tool-path", tools, "--version", feed.Version, "--add-source", feed.Folder)).AssertSucceeds();
        string model = Path.Combine(Repository.Data, "models", "mnist-8-cntk", "mnist-8.onnx");

        await Deepc("compress", model, "-o", "mnist-8.dcz", "--density", "0.5");
        string inspection = await Deepc("inspect", "mnist-8.dcz");
        string verification = await Deepc("verify", model);

        Assert.Contains("checksum ok", inspection, StringComparison.Ordinal);
        Assert.Contains("test_data_set_0", verification, StringComparison.Ordinal);

        async Task<string> Deepc(params string[] arguments) =>
            (await ProcessRun.Start(_folder.FullPath, Path.Combine(tools, "deepc"), "", arguments)).AssertSucceeds().Output;
    }

    [Theory]
    [InlineData("net10.0", "run")]
    [InlineData("net9.0", "publish", "-p:PublishAot=false", "-p:PublishTrimmed=true", "--self-contained", "-o", "out")]
    public async Task The_template_gives_a_program_that_reads_a_digit(string framework, params string[] command)
    {
        await feed.Pack("templates");
        string hive = _folder.File("hive");
        string package = Path.Combine(feed.Folder, $"DeepCompression.Aot.Templates.{feed.Version}.nupkg");
        (await Dotnet("new", "install", package, "--debug:custom-hive", hive)).AssertSucceeds();
        File.WriteAllText(_folder.File("nuget.config"), feed.Configuration());
        (await Dotnet("new", "deepc-classifier", "-o", "My-App", "--framework", framework, "--packageVersion", feed.Version, "--debug:custom-hive", hive)).AssertSucceeds();

        ProcessRun run = (await ProcessRun.Dotnet(_folder.File("My-App"), command)).AssertSucceeds();
        if (command[0] == "publish")
        {
            Assert.DoesNotContain("warning", run.Output, StringComparison.OrdinalIgnoreCase);
            run = (await ProcessRun.Start(_folder.FullPath, _folder.File("My-App/out/My-App"), "")).AssertSucceeds();
        }

        Assert.EndsWith("is a 3", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>Who installs the template gets the package of the same release.</summary>
    [Fact]
    public void The_templates_version_of_the_package_is_the_repositorys()
    {
        string template = File.ReadAllText(Path.Combine(Repository.Root, "templates", "classifier", ".template.config", "template.json"));
        string version = System.Xml.Linq.XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Contains($"\"defaultValue\": \"{version}\"", template, StringComparison.Ordinal);
    }

    private Task<ProcessRun> Dotnet(params string[] arguments) => ProcessRun.Dotnet(_folder.FullPath, arguments);
}
