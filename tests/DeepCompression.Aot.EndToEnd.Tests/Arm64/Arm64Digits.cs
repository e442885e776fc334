using System.Text;

namespace DeepCompression.Aot.Tests.Arm64;

/// <summary>The Digits sample for Arm64, published once: its sources and artifacts in a project for the newest runtime.</summary>
public sealed class Arm64Digits : IDisposable
{
    /// <summary>The networks in it.</summary>
    internal static readonly string[] Models = ["lenet-300-100", "lenet-5"];

    private readonly TemporaryFolder _folder = new();
    private string? _publishOutput;

    /// <summary>Writes the project.</summary>
    public Arm64Digits()
    {
        string samples = Repository.File("samples");
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets"])
        {
            Write(file, $"""<Project><Import Project="{Repository.File(file)}" /></Project>""");
        }

        Write(
            "Digits.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <DeepCompressionFromSource>true</DeepCompressionFromSource>
                <ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
                {Emulator.Properties}
              </PropertyGroup>
              <ItemGroup>
                <CompressedModel Include="*.dcz" />
                <Compile Include="{samples}/Digits/*.cs;{samples}/Common/*.cs" Exclude="{samples}/Digits/ChosenDigits.cs" />
                <Using Include="DeepCompression.Samples" />
              </ItemGroup>
            </Project>
            """);
        foreach (string model in Models)
        {
            File.Copy(Path.Combine(samples, "Digits", $"{model}.dcz"), _folder.File($"{model}.dcz"));
        }
    }

    /// <summary>Publishes unless that was done, and returns what it printed.</summary>
    internal async Task<string> Publish() => _publishOutput ??= await Emulator.Publish(_folder.FullPath, _folder.File("published"));

    /// <summary>Runs the executable, published before if need be.</summary>
    internal async Task<ProcessRun> Run(params string[] arguments)
    {
        await Publish();
        return await Emulator.Start(_folder.FullPath, _folder.File("published", "Digits"), arguments);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private void Write(string path, string text) => _folder.Write(path, Encoding.UTF8.GetBytes(text));
}
