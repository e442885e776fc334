using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Benchmarks.OnnxRuntime;

/// <summary>A network in ONNX Runtime with one input and one output, both in memory that stays where it is, so that a run costs nothing else.</summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private const int Float = 1;
    private const int AllOptimisations = 99;
    private const int Alignment = 64;

    private readonly OnnxApi _api;
    private readonly nint _session;
    private readonly byte* _inputName;
    private readonly byte* _outputName;
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _inputLength;
    private readonly int _outputLength;
    private readonly nint _inputValue;
    private readonly nint _outputValue;

    /// <summary>Loads a network with all graph optimisations.</summary>
    /// <param name="api">The library.</param>
    /// <param name="model">The network: its first dimension is the batch.</param>
    /// <param name="threads">The threads of one operator.</param>
    /// <exception cref="OnnxRuntimeException">The library refuses the model.</exception>
    public OnnxSession(OnnxApi api, OnnxModel model, int threads)
    {
        _api = api;
        _session = CreateSession(api, model.Bytes, threads);
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
        _api.Check(_api.Run(_session, 0, &inputName, &inputValue, 1, &outputName, 1, &outputValue));
    }

    public void Dispose()
    {
        _api.ReleaseValue(_inputValue);
        _api.ReleaseValue(_outputValue);
        _api.ReleaseSession(_session);
        NativeMemory.AlignedFree(_input);
        NativeMemory.AlignedFree(_output);
        Marshal.FreeCoTaskMem((nint)_inputName);
        Marshal.FreeCoTaskMem((nint)_outputName);
    }

    private static nint CreateSession(OnnxApi api, byte[] model, int threads)
    {
        api.Check(api.CreateSessionOptions(out nint options));
        api.Check(api.SetGraphOptimizationLevel(options, AllOptimisations));
        api.Check(api.SetIntraOpThreads(options, threads));
        api.Check(api.SetInterOpThreads(options, 1));
        fixed (byte* bytes = model)
        {
            nint status = api.CreateSessionFromArray(api.Environment, bytes, (nuint)model.Length, options, out nint session);
            api.ReleaseSessionOptions(options);
            api.Check(status);
            return session;
        }
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
