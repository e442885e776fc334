using System.Runtime.InteropServices;

namespace DeepCompression.Aot.OnnxRuntime;

/// <summary>Finds ONNX Runtime's native library.</summary>
internal static class OnnxRuntimeLibrary
{
    /// <summary>The environment variable that names the library.</summary>
    public const string Variable = "DEEPC_ONNXRUNTIME";

    /// <summary>How to get it.</summary>
    public const string InstallHint =
        "Install it with 'npm ci --ignore-scripts' in tests/DeepCompression.Aot.Benchmarks, "
        + "build with -p:OnnxRuntimeVersion=1.30.0 where the feed has Microsoft.ML.OnnxRuntime, or name the library in " + Variable + ".";

    /// <summary>What to say where there is none.</summary>
    public const string HowToInstall = "ONNX Runtime is not here, so nothing is compared with it. " + InstallHint;

    private static readonly Lazy<string?> Found = new(Find);

    private static readonly Lazy<OnnxApi?> Loaded = new(() => Found.Value is { } path ? Load(path) : null);

    /// <summary>The library, or null where it is not installed.</summary>
    /// <exception cref="OnnxRuntimeException">The library that the environment names cannot be loaded.</exception>
    public static OnnxApi? Api => Loaded.Value;

    /// <summary>The library's file, or null where it is not installed.</summary>
    /// <exception cref="OnnxRuntimeException">The environment names a file that there is not.</exception>
    public static string? Located => Found.Value;

    /// <summary>The library's file.</summary>
    /// <exception cref="OnnxRuntimeException">It is not installed.</exception>
    public static string File => Found.Value ?? throw new OnnxRuntimeException(HowToInstall);

    /// <summary>The library in a file.</summary>
    /// <exception cref="OnnxRuntimeException">There is no such file, or it is not ONNX Runtime, or one that is too old.</exception>
    public static OnnxApi Load(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new OnnxRuntimeException($"{path}: there is no such library; it is ONNX Runtime's, such as libonnxruntime.so.1");
        }

        try
        {
            return new OnnxApi(NativeLibrary.Load(Path.GetFullPath(path)));
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new OnnxRuntimeException($"{path}: this is no library that can be loaded here", exception);
        }
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return System.IO.File.Exists(named)
                ? named
                : throw new OnnxRuntimeException($"{Variable} names '{named}', but there is no such file.");
        }

        return Candidates().FirstOrDefault(System.IO.File.Exists);
    }

    /// <summary>Where the package's library is copied to, then the folder that npm fills, which serves Linux alone here.</summary>
    private static IEnumerable<string> Candidates()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string name = OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", $"{system}-{architecture}", "native", name);
        if (OperatingSystem.IsLinux())
        {
            string installed = Path.Combine(
                "tests", "DeepCompression.Aot.Benchmarks", "node_modules", "onnxruntime-node", "bin", "napi-v6", "linux", architecture, "libonnxruntime.so.1");
            for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                yield return Path.Combine(folder, installed);
            }
        }
    }
}
