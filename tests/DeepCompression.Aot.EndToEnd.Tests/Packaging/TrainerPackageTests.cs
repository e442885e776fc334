using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>What somebody gets who references the trainer's package: nothing here sees the repository.</summary>
[Collection(Packages.Name)]
[Trait("Category", "Slow")]
public sealed class TrainerPackageTests(PackageFeed feed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_package_holds_library_and_texts_and_depends_on_its_own_version_of_the_runtime()
    {
        await feed.Pack("trainer/DeepCompression.Aot.Trainer");
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"DeepCompression.Aot.Trainer.{feed.Version}.nupkg"));

        Assert.Equal(
            ["README.md", "icon.png", "lib/net10.0/DeepCompression.Aot.Trainer.dll", "lib/net10.0/DeepCompression.Aot.Trainer.xml"],
            package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal) || name is "README.md" or "icon.png").Order(StringComparer.Ordinal));
        using Stream specification = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Dictionary<string, string> dependencies = XDocument.Load(specification).Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);
        Assert.Equal($"[{feed.Version}]", dependencies["DeepCompression.Aot"]);
        Assert.Equal(["DeepCompression.Aot", "Google.Protobuf", "MathNet.Numerics", "StbImageSharp"], dependencies.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The program of the package's page trains, evaluates, exports, imports and compresses.</summary>
    [Fact]
    public async Task The_program_of_its_page_builds_without_a_warning_and_runs()
    {
        await feed.Pack("trainer/DeepCompression.Aot.Trainer");
        Write("nuget.config", feed.Configuration());
        Write("Program.cs", ReadmeExample.Of("trainer", "DeepCompression.Aot.Trainer", "README.md"));
        Write("Example.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DeepCompression.Aot.Trainer" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);

        ProcessRun run = (await ProcessRun.Dotnet(_folder.FullPath, "run", "-c", "Release")).AssertSucceeds();

        Assert.Contains("Train 4/4:", run.Output, StringComparison.Ordinal);
        Assert.Contains(" times smaller, error ", run.Output, StringComparison.Ordinal);
        Assert.Contains("again: ", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("digits.onnx")));
    }

    private void Write(string path, string text) => _folder.Write(path, Encoding.UTF8.GetBytes(text));
}
