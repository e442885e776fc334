namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>
/// A fact that needs the compiler for microcontrollers and the emulator; skipped, visibly, where they are absent, but not on the
/// machine that runs every test, which installs them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class McuFactAttribute : FactAttribute
{
    public McuFactAttribute(bool needsMnist = false) => Skip = Mcu.Obstacle(needsMnist ? "mnist" : null);
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class McuTheoryAttribute : TheoryAttribute
{
    public McuTheoryAttribute(bool needsMnist = false, bool needsModels = false) =>
        Skip = Mcu.Obstacle(needsMnist ? "mnist" : needsModels ? "models" : null);
}

/// <summary>What tests of microcontrollers need.</summary>
internal static class Mcu
{
    private static readonly string[] Tools = ["arm-none-eabi-gcc", "qemu-system-arm"];

    /// <summary>Why such a test cannot run, or null if it can.</summary>
    public static string? Obstacle(string? data)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool mustRun = Environment.GetEnvironmentVariable("CI") == "true";
        if (!mustRun && Tools.FirstOrDefault(tool => !folders.Any(folder => File.Exists(Path.Combine(folder, tool)))) is { } missing)
        {
            return $"Needs {missing}: apt-get install gcc-arm-none-eabi qemu-system-arm.";
        }

        return data is not null && !Directory.Exists(Path.Combine(Repository.Data, data))
            ? $"Needs the data folder '{data}'; set DEEPC_DATA to the folder that holds it."
            : null;
    }
}
