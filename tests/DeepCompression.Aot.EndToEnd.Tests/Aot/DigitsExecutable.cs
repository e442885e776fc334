namespace DeepCompression.Aot.Tests.Aot;

/// <summary>The Digits sample, published once as a NativeAOT executable, exactly as its project says.</summary>
public sealed class DigitsExecutable : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What publishing printed.</summary>
    public string PublishOutput { get; private set; } = "";

    /// <summary>The files that publishing made.</summary>
    public string[] Files => Directory.GetFileSystemEntries(_folder.File("published"));

    public async Task InitializeAsync() => PublishOutput = (await Publish(_folder.File("published"))).Output;

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Publishes the sample into a folder.</summary>
    internal static async Task<ProcessRun> Publish(string output, params string[] properties) => (await ProcessRun.Dotnet(
        Repository.Root, ["publish", "samples/Digits", "-c", "Release", "-o", output, "-nologo", .. properties])).AssertSucceeds();

    /// <summary>Runs the executable in a folder where there is nothing else.</summary>
    internal Task<ProcessRun> Run(params string[] arguments)
    {
        string alone = Directory.CreateDirectory(_folder.File("alone")).FullName;
        string copy = Path.Combine(alone, "Digits");
        File.Copy(_folder.File("published", "Digits"), copy, overwrite: true);
        return ProcessRun.Start(alone, copy, "", arguments);
    }
}
