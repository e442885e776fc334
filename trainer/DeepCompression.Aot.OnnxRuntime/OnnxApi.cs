using System.Runtime.InteropServices;

namespace DeepCompression.Aot.OnnxRuntime;

/// <summary>
/// The few functions of ONNX Runtime's C API that inference needs. A function is a place in the table that OrtGetApiBase leads to;
/// the table's first 102 places have been the same since version 1 of the API and may never change.
/// </summary>
internal sealed unsafe class OnnxApi
{
    /// <summary>The version of the table to ask for: that of ONNX Runtime 1.20, which every later library serves.</summary>
    private const uint TableVersion = 20;

    private readonly nint* _table;

    /// <summary>Reads the table of a loaded library and creates the process's environment.</summary>
    /// <exception cref="OnnxRuntimeException">The library is too old, or not ONNX Runtime.</exception>
    public OnnxApi(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint export))
        {
            throw new OnnxRuntimeException("The library has no function OrtGetApiBase: it is not ONNX Runtime.");
        }

        var apiBase = (nint*)((delegate* unmanaged<nint>)export)();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "";
        _table = (nint*)((delegate* unmanaged<uint, nint>)apiBase[0])(TableVersion);
        if (_table == null)
        {
            throw new OnnxRuntimeException($"ONNX Runtime {Version} is older than 1.20, the oldest that is called here.");
        }

        Environment = CreateEnvironment();
    }

    /// <summary>The library's version, such as 1.30.0.</summary>
    public string Version { get; }

    /// <summary>The environment that all sessions share.</summary>
    public nint Environment { get; }

    public delegate* unmanaged<nint, void*, nint, out nint, nint> CreateSession => (delegate* unmanaged<nint, void*, nint, out nint, nint>)_table[7];

    public delegate* unmanaged<nint, void*, nuint, nint, out nint, nint> CreateSessionFromArray =>
        (delegate* unmanaged<nint, void*, nuint, nint, out nint, nint>)_table[8];

    public delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =>
        (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_table[9];

    public delegate* unmanaged<out nint, nint> CreateSessionOptions => (delegate* unmanaged<out nint, nint>)_table[10];

    public delegate* unmanaged<nint, int, nint> SetGraphOptimizationLevel => (delegate* unmanaged<nint, int, nint>)_table[23];

    public delegate* unmanaged<nint, int, nint> SetIntraOpThreads => (delegate* unmanaged<nint, int, nint>)_table[24];

    public delegate* unmanaged<nint, int, nint> SetInterOpThreads => (delegate* unmanaged<nint, int, nint>)_table[25];

    public delegate* unmanaged<nint, void*, nuint, long*, nuint, int, out nint, nint> CreateTensorOverData =>
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, out nint, nint>)_table[49];

    public delegate* unmanaged<nint, out nint, nint> GetTensorMutableData => (delegate* unmanaged<nint, out nint, nint>)_table[51];

    public delegate* unmanaged<nint, out int, nint> GetTensorElementType => (delegate* unmanaged<nint, out int, nint>)_table[60];

    public delegate* unmanaged<nint, out nuint, nint> GetDimensionsCount => (delegate* unmanaged<nint, out nuint, nint>)_table[61];

    public delegate* unmanaged<nint, long*, nuint, nint> GetDimensions => (delegate* unmanaged<nint, long*, nuint, nint>)_table[62];

    public delegate* unmanaged<nint, out nint, nint> GetTensorTypeAndShape => (delegate* unmanaged<nint, out nint, nint>)_table[65];

    public delegate* unmanaged<int, int, out nint, nint> CreateCpuMemoryInfo => (delegate* unmanaged<int, int, out nint, nint>)_table[69];

    public delegate* unmanaged<nint, void> ReleaseMemoryInfo => (delegate* unmanaged<nint, void>)_table[94];

    public delegate* unmanaged<nint, void> ReleaseSession => (delegate* unmanaged<nint, void>)_table[95];

    public delegate* unmanaged<nint, void> ReleaseValue => (delegate* unmanaged<nint, void>)_table[96];

    public delegate* unmanaged<nint, void> ReleaseTensorTypeAndShapeInfo => (delegate* unmanaged<nint, void>)_table[99];

    public delegate* unmanaged<nint, void> ReleaseSessionOptions => (delegate* unmanaged<nint, void>)_table[100];

    /// <summary>Throws if a call returned a status, which means that it failed.</summary>
    /// <exception cref="OnnxRuntimeException">With the library's message.</exception>
    public void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        string? message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)_table[2])(status));
        ((delegate* unmanaged<nint, void>)_table[93])(status);
        throw new OnnxRuntimeException("ONNX Runtime: " + message);
    }

    private nint CreateEnvironment()
    {
        const int Errors = 3; // the lowest severity that is logged
        fixed (byte* name = "deepc\0"u8)
        {
            Check(((delegate* unmanaged<int, byte*, out nint, nint>)_table[3])(Errors, name, out nint environment));
            return environment;
        }
    }
}
