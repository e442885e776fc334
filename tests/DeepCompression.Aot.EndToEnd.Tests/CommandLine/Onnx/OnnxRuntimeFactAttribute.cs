using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Tests.CommandLine.Onnx;

/// <summary>A fact that needs ONNX Runtime's library; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute() => Skip = OnnxRuntimeLibrary.Api is null ? OnnxRuntimeLibrary.HowToInstall : null;
}
