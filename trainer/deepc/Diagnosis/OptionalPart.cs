using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Quickstart;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Torch;

namespace DeepCompression.Aot.CommandLine.Diagnosis;

/// <summary>Something that parts of the work need and others do not.</summary>
/// <param name="Name">What it is.</param>
/// <param name="For">What needs it.</param>
/// <param name="Found">Where it is, or null where it is missing.</param>
/// <param name="HowToInstall">How to get it.</param>
internal sealed record OptionalPart(string Name, string For, string? Found, string HowToInstall)
{
    /// <summary>All of them, looked for on this machine.</summary>
    /// <exception cref="OnnxRuntimeException">The environment names a library that there is not.</exception>
    public static IReadOnlyList<OptionalPart> All() =>
    [
        new("C linker", "executables by NativeAOT", Linker(), CLinker.InstallHint),
        new("ONNX Runtime", "comparing with it, in verify and the benchmarks", OnnxRuntimeLibrary.Located, OnnxRuntimeLibrary.InstallHint),
        new("TorchSharp", "training with --engine torch", TorchEngines.IsCompiledIn ? "compiled in" : null, "build deepc with -p:TorchSharp=true, or with -p:TorchSharpDir=DIR"),
        Program("arm-none-eabi-gcc", "libraries for microcontrollers", "apt-get install gcc-arm-none-eabi"),
        Program("qemu-system-arm", "running them without a board", "apt-get install qemu-system-arm"),
    ];

    private static string? Linker() => CLinker.Find() switch
    {
        null => null,
        { Driver: { } driver } => SearchPath.Find(driver),
        _ => "Visual Studio's, which the SDK looks for",
    };

    private static OptionalPart Program(string name, string purpose, string howToInstall) =>
        new(name, purpose, SearchPath.Find(name), howToInstall);
}
