using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Benchmarks.Baselines;

/// <summary>OpenBLAS, one thread: dense matrix times vector or matrix, as the paper measures with MKL (Deep Compression, appendix A).</summary>
internal sealed unsafe partial class OpenBlas
{
    /// <summary>What to do where there is none.</summary>
    public const string HowToInstall = "OpenBLAS is not here, so nothing is compared with it; Debian has it as libopenblas0.";

    /// <summary>The variable that names the processor whose kernels it takes, and the newest one with AVX-512 that Debian's knows.</summary>
    public const string CoreVariable = "OPENBLAS_CORETYPE";
    public const string NewestCore = "SkylakeX";

    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    private static readonly Lazy<OpenBlas?> Loaded = new(Load);

    private readonly delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _gemv;
    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _gemm;

    private OpenBlas(nint library)
    {
        _gemv = (delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemv");
        _gemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
        Core = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "openblas_get_corename"))()) ?? "unknown";
    }

    /// <summary>The library, or null where it is not installed.</summary>
    public static OpenBlas? Library => Loaded.Value;

    /// <summary>The processor that its kernels are written for.</summary>
    public string Core { get; }

    /// <summary>outputs (batch, rows) = inputs (batch, columns) · weights (rows, columns) transposed; the bias of each row is added.</summary>
    public void Linear(int batch, float[] weights, float[] bias, float[] inputs, float[] outputs)
    {
        int rows = bias.Length;
        int columns = inputs.Length / batch;
        for (int sample = 0; sample < batch; sample++)
        {
            bias.CopyTo(outputs, sample * rows);
        }

        fixed (float* w = weights, x = inputs, y = outputs)
        {
            if (batch == 1)
            {
                _gemv(RowMajor, NoTranspose, rows, columns, 1, w, columns, x, 1, 1, y, 1);
            }
            else
            {
                _gemm(RowMajor, NoTranspose, Transpose, batch, rows, columns, 1, x, columns, w, columns, 1, y, rows);
            }
        }
    }

    private static OpenBlas? Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // Debian's falls back to far slower kernels on processors that it does not know by name, and an environment may ask for
        // others yet: times would be of something else than the command says. It reads the C environment, which .NET does not change.
        if (Vector512.IsHardwareAccelerated)
        {
            SetEnvironment(CoreVariable, NewestCore, overwrite: 1);
        }

        return NativeLibrary.TryLoad("libopenblas.so.0", out nint library) ? new OpenBlas(library) : null;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
