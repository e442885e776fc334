using System.Text;

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>A firmware engineer's project, outside the repository: a network, the package, and the sample's program for a board.</summary>
internal sealed class FirmwareProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FirmwareProject(PackageFeed feed)
    {
        Write(
            "Firmware.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <McuImages>$(MSBuildProjectDirectory)/digit.h</McuImages>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DeepCompression.Aot" Version="{feed.Version}" />
                <CompressedModel Include="digits.dcz" Platform="freestanding" Arithmetic="$(Arithmetic)" />
                <McuDemo Include="*.c" />
              </ItemGroup>
            </Project>
            """);
        Write("Digits.cs", """[DeepCompression.Aot.CompressedModel("digits.dcz")] internal static partial class Digits;""");
        Write("nuget.config", feed.Configuration());
        File.Copy(Repository.File("samples", "Digits", "lenet-300-100.dcz"), PathOf("digits.dcz"));
        foreach (string file in Directory.GetFiles(Repository.File("samples", "Microcontroller", "Demo")))
        {
            File.Copy(file, PathOf(Path.GetFileName(file)));
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>The full path of a file of the project.</summary>
    public string PathOf(params string[] parts) => _folder.File(parts);

    /// <summary>Publishes for a core.</summary>
    public Task<ProcessRun> Publish(string mcu, params string[] arguments) =>
        ProcessRun.Dotnet(Folder, ["publish", "-c", "Release", "-nologo", "-o", "net", $"-p:Mcu={mcu}", .. arguments]);

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private void Write(string path, string text) => _folder.Write(path, Encoding.UTF8.GetBytes(text));
}
