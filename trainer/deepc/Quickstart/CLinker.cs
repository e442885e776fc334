using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Quickstart;

/// <summary>NativeAOT ends by calling the platform's C linker; this says whether there is one and how to get it.</summary>
/// <param name="Driver">The compiler that the linker is reached through, or null where the SDK finds it by itself.</param>
internal sealed record CLinker(string? Driver)
{
    private static readonly string[] Drivers = ["clang", "gcc"];

    /// <summary>How to install one, in a line.</summary>
    public static string InstallHint => OperatingSystem.IsMacOS()
        ? "xcode-select --install"
        : "sudo apt-get install gcc libc6-dev (Debian, Ubuntu), sudo dnf install gcc (Fedora), apk add build-base (Alpine)";

    /// <summary>The linker of this machine, or null where there is none.</summary>
    public static CLinker? Find()
    {
        // Visual Studio's is not on PATH; the SDK looks for it and says what to install.
        if (OperatingSystem.IsWindows())
        {
            return new CLinker(Driver: null);
        }

        return Drivers.FirstOrDefault(driver => SearchPath.Find(driver) is not null) is { } driver ? new CLinker(driver) : null;
    }
}
