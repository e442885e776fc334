using System.Runtime.InteropServices;
using DeepCompression.Aot.OnnxRuntime;

namespace DeepCompression.Aot.Benchmarks.OnnxRuntime;

/// <summary>A network in ONNX Runtime with one input and one output, both in memory that stays where it is, so that a run costs nothing else.</summary>
internal sealed unsafe class TimedSession : IDisposable
{
    private const int Float = 1;
    private const int Alignment = 64;

    private readonly OnnxApi _api;
    private readonly OnnxSession _session;
    private readonly byte* _inputName;
    private readonly byte* _outputName;
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _inputLength;
    private readonly int _outputLength;
    private readonly nint _inputValue;
    private readonly nint _outputValue;

    /// <summary>Loads a network.</summary>
    /// <param name="api">The library.</param>
    /// <param name="model">The network: its first dimension is the batch.</param>
    /// <param name="threads">The threads of one operator.</param>
    /// <exception cref="OnnxRuntimeException">The library refuses the model.</exception>
    public TimedSession(OnnxApi api, OnnxModel model, int threads)
    {
        _api = api;
        _session = OnnxSession.Of(api, model.Bytes, threads);
        _inputName = (byte*)Marshal.StringToCoTaskMemUTF8(model.InputName);
        _outputName = (byte*)Marshal.StringToCoTaskMemUTF8(model.OutputName);
        _input = Allocate(model.InputShape, out _inputLength);
        _output = Allocate(model.OutputShape, out _outputLength);
        api.Check(api.CreateCpuMemoryInfo(0, 0, out nint memory));
        _inputValue = CreateValue(memory, _input, model.InputShape);
        _outputValue = CreateValue(memory, _output, model.OutputShape);
        api.ReleaseMemoryInfo(memory);
    }

    /// <summary>The elements of the input, batch first.</summary>
    public Span<float> Input => new(_input, _inputLength);

    /// <summary>The elements of the output of the last run, batch first.</summary>
    public ReadOnlySpan<float> Output => new(_output, _outputLength);

    /// <summary>Runs the network over <see cref="Input"/>.</summary>
    public void Run()
    {
        byte* inputName = _inputName;
        byte* outputName = _outputName;
        nint inputValue = _inputValue;
        nint outputValue = _outputValue;
        _api.Check(_api.Run(_session.Handle, 0, &inputName, &inputValue, 1, &outputName, 1, &outputValue));
    }

    public void Dispose()
    {
        _api.ReleaseValue(_inputValue);
        _api.ReleaseValue(_outputValue);
        _session.Dispose();
        NativeMemory.AlignedFree(_input);
        NativeMemory.AlignedFree(_output);
        Marshal.FreeCoTaskMem((nint)_inputName);
        Marshal.FreeCoTaskMem((nint)_outputName);
    }

    private static float* Allocate(long[] shape, out int length)
    {
        length = checked((int)shape.Aggregate(1L, (product, size) => product * size));
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
        new Span<float>(memory, length).Clear();
        return memory;
    }

    private nint CreateValue(nint memory, float* data, long[] shape)
    {
        nuint bytes = (nuint)shape.Aggregate(1L, (product, size) => product * size) * sizeof(float);
        fixed (long* sizes = shape)
        {
            _api.Check(_api.CreateTensorOverData(memory, data, bytes, sizes, (nuint)shape.Length, Float, out nint value));
            return value;
        }
    }
}
