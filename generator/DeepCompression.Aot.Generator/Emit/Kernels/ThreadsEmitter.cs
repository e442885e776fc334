using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints, among the constants of a convolution, that a second thread helps.</summary>
internal static class ThreadsEmitter
{
    /// <summary>Prints the constant where it differs from its default.</summary>
    public static void EmitConstant(CodeWriter code, Kernel kernel)
    {
        if (kernel.TwoThreads)
        {
            code.Write("public static bool TwoThreads => true;");
        }
    }
}
