using System.Runtime.InteropServices;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Benchmarks.OnnxRuntime;

/// <summary>Finds ONNX Runtime's native library.</summary>
internal static class OnnxRuntimeLibrary
{
    /// <summary>The environment variable that names the library.</summary>
    public const string Variable = "DEEPC_ONNXRUNTIME";

    /// <summary>What to do where there is none.</summary>
    public const string HowToInstall =
        "ONNX Runtime is not here, so nothing is compared with it. Install it with 'npm ci --ignore-scripts' in tests/DeepCompression.Aot.Benchmarks, "
        + "build with -p:OnnxRuntimeVersion=1.30.0 where the feed has Microsoft.ML.OnnxRuntime, or name the library in " + Variable + ".";

    private static readonly Lazy<OnnxApi?> Loaded = new(Load);

    /// <summary>The library, or null where it is not installed.</summary>
    /// <exception cref="OnnxRuntimeException">The library that the environment names cannot be loaded.</exception>
    public static OnnxApi? Api => Loaded.Value;

    /// <summary>The file in the folder that npm fills, for this system.</summary>
    public static string NpmFile => Repository.File(
        "tests", "DeepCompression.Aot.Benchmarks", "node_modules", "onnxruntime-node", "bin", "napi-v6", "linux",
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64", "libonnxruntime.so.1");

    private static OnnxApi? Load()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(named, out nint library)
                ? new OnnxApi(library)
                : throw new OnnxRuntimeException($"{Variable} names '{named}', which cannot be loaded as a native library.");
        }

        // The package's library lies where the host finds native dependencies.
        return NativeLibrary.TryLoad("onnxruntime", typeof(OnnxRuntimeLibrary).Assembly, null, out nint packaged) ? new OnnxApi(packaged)
            : OperatingSystem.IsLinux() && NativeLibrary.TryLoad(NpmFile, out nint npm) ? new OnnxApi(npm)
            : null;
    }
}
