using System.Text;

namespace DeepCompression.Aot.Tests.Build;

/// <summary>
/// A project in a folder of its own that compiles artifacts: by default two golden ones of the same file name in different
/// folders, and a program that runs them.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    /// <summary>The models of the default program: class, golden artifact, item.</summary>
    public static readonly (string Class, string Golden, string Item)[] Models =
        [("Mlp", "mlp", "first/model.dcz"), ("Cnn", "cnn", "second/model.dcz")];

    private const string Program =
        """
        using System.Globalization;
        using DeepCompression.Aot;

        namespace Consumer;

        [CompressedModel("first/model.dcz")]
        internal static partial class Mlp;

        [CompressedModel("second/model.dcz")]
        internal static partial class Cnn;

        /// <summary>Runs the model that the argument names on each line of input.</summary>
        internal static class Program
        {
            private static void Main(string[] args)
            {
                while (Console.ReadLine() is string line)
                {
                    float[] input = Array.ConvertAll(line.Split(' '), text => float.Parse(text, CultureInfo.InvariantCulture));
                    float[] output = new float[args[0] == nameof(Mlp) ? Mlp.OutputLength : Cnn.OutputLength];
                    if (args[0] == nameof(Mlp))
                    {
                        Mlp.Run(input, output);
                    }
                    else
                    {
                        Cnn.Run(input, output);
                    }

                    Console.WriteLine(string.Join(' ', Array.ConvertAll(output, value => value.ToString("R", CultureInfo.InvariantCulture))));
                }
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the project.</summary>
    /// <param name="properties">Its properties, as lines of XML.</param>
    /// <param name="references">Its items but for the models, as lines of XML.</param>
    public ConsumerProject(string properties, string references)
    {
        Write(
            "Consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {references}
                <CompressedModel Include="**/*.dcz" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", Program);
        foreach ((_, string golden, string item) in Models)
        {
            _folder.Write(item, GoldenCase.Load(golden).Artifact);
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>
    /// A project that uses the repository's sources through <c>Directory.Build.targets</c>, as the samples do. What it refers to
    /// is built with the tests, and not again while other tests use it.
    /// </summary>
    public static ConsumerProject FromSource()
    {
        var project = new ConsumerProject(
            "<TargetFramework>net10.0</TargetFramework><DeepCompressionFromSource>true</DeepCompressionFromSource>", "");
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets"])
        {
            project.Write(file, $"""<Project><Import Project="{Repository.File(file)}" /></Project>""");
        }

        return project;
    }

    /// <summary>The full path of a file or folder of the project.</summary>
    public string PathOf(params string[] parts) => _folder.File(parts);

    /// <summary>Writes a text file of the project.</summary>
    public void Write(string relativePath, string text) => _folder.Write(relativePath, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a binary file of the project.</summary>
    public void Write(string relativePath, ReadOnlySpan<byte> content) => _folder.Write(relativePath, content);

    /// <summary>Runs a target of MSBuild on a project from <see cref="FromSource"/>, restored.</summary>
    public Task<ProcessRun> Build(params string[] arguments) => ProcessRun.Dotnet(
        Folder, ["build", "-nologo", "-v:m", "-p:BuildProjectReferences=false", $"-p:Configuration={Configuration}", .. arguments]);

    /// <summary>The configuration the tests were built in, whose outputs a project from <see cref="FromSource"/> refers to.</summary>
#if DEBUG
    public static string Configuration => "Debug";
#else
    public static string Configuration => "Release";
#endif

    /// <summary>Asserts that the program's outputs for the golden inputs are the golden outputs.</summary>
    /// <param name="program">How the program is started; the model's name is its argument, and each line of input a sample.</param>
    public static async Task AssertRunsModels(Func<string, string, Task<ProcessRun>> program)
    {
        foreach ((string name, string golden, _) in Models)
        {
            IReadOnlyList<GoldenSample> samples = GoldenCase.Load(golden).Samples;
            string input = string.Concat(samples.Select(sample => Numbers.Line(sample.Inputs[0])));

            ProcessRun run = (await program(name, input)).AssertSucceeds();

            string[] lines = run.Output.TrimEnd('\n').Split('\n');
            Assert.Equal(samples.Count, lines.Length);
            for (int i = 0; i < lines.Length; i++)
            {
                Numbers.AssertClose(samples[i].Outputs[0], Numbers.Parse(lines[i]));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();
}
