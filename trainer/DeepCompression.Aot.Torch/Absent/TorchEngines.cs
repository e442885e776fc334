using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Torch;

/// <summary>What is left of the engine in a build without TorchSharp.</summary>
internal static class TorchEngines
{
    /// <summary>Whether this build has the engine.</summary>
    public static bool IsCompiledIn => false;

    /// <summary>Says how to get the engine.</summary>
    /// <param name="device">What it was to compute on.</param>
    /// <param name="threads">How many threads were to compute.</param>
    /// <exception cref="EngineException">Always.</exception>
    public static ITrainingEngine Create(string device, int? threads) => throw new EngineException(
        $"This build has no torch engine for '{device}': build deepc with -p:TorchSharp=true (and -p:TorchSharpPackage=TorchSharp-cuda-linux or "
        + "TorchSharp-cuda-windows for a GPU), or with -p:TorchSharpDir=DIR where DIR holds TorchSharp.dll and its native library; --engine managed needs neither.");
}
