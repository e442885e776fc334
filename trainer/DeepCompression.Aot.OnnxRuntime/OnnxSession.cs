using System.Runtime.InteropServices;

namespace DeepCompression.Aot.OnnxRuntime;

/// <summary>A model that ONNX Runtime has loaded, with all graph optimisations.</summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private const int AllOptimisations = 99;

    private OnnxSession(OnnxApi api, nint handle)
    {
        Api = api;
        Handle = handle;
    }

    /// <summary>The library.</summary>
    public OnnxApi Api { get; }

    /// <summary>The library's session.</summary>
    public nint Handle { get; }

    /// <summary>Loads the bytes of a model.</summary>
    /// <param name="api">The library.</param>
    /// <param name="model">The bytes of an .onnx file that has all its weights in it.</param>
    /// <param name="threads">The threads of one operator.</param>
    /// <exception cref="OnnxRuntimeException">The library refuses the model.</exception>
    public static OnnxSession Of(OnnxApi api, byte[] model, int threads)
    {
        using var scope = new NativeScope();
        nint options = Options(api, threads, scope);
        fixed (byte* bytes = model)
        {
            api.Check(api.CreateSessionFromArray(api.Environment, bytes, (nuint)model.Length, options, out nint session));
            return new OnnxSession(api, session);
        }
    }

    /// <summary>Loads a model's file, and the files of weights beside it that it names.</summary>
    /// <param name="api">The library.</param>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">The threads of one operator.</param>
    /// <exception cref="OnnxRuntimeException">The library refuses the model.</exception>
    public static OnnxSession Load(OnnxApi api, string path, int threads)
    {
        using var scope = new NativeScope();
        nint options = Options(api, threads, scope);

        // The library takes paths as the system does.
        nint name = OperatingSystem.IsWindows() ? scope.Pin((path + '\0').ToCharArray()) : scope.Text(path);
        api.Check(api.CreateSession(api.Environment, (void*)name, options, out nint session));
        return new OnnxSession(api, session);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">All its inputs, in any order.</param>
    /// <param name="outputs">The names of the outputs that are wanted.</param>
    /// <returns>The outputs, in the order of their names.</returns>
    /// <exception cref="OnnxRuntimeException">An input does not fit, or the model cannot be computed with it.</exception>
    public OnnxTensor[] Run(IReadOnlyList<OnnxTensor> inputs, IReadOnlyList<string> outputs)
    {
        using var scope = new NativeScope();
        Api.Check(Api.CreateCpuMemoryInfo(0, 0, out nint memory));
        scope.Own(memory, handle => Api.ReleaseMemoryInfo(handle));
        nint[] inputNames = [.. inputs.Select(input => scope.Text(input.Name))];
        nint[] outputNames = [.. outputs.Select(scope.Text)];
        nint[] values = [.. inputs.Select(input => CreateValue(memory, input, scope))];
        var results = new nint[outputs.Count];
        fixed (nint* inputName = inputNames, value = values, outputName = outputNames, result = results)
        {
            Api.Check(Api.Run(Handle, 0, (byte**)inputName, value, (nuint)values.Length, (byte**)outputName, (nuint)results.Length, result));
        }

        foreach (nint result in results)
        {
            scope.Own(result, handle => Api.ReleaseValue(handle));
        }

        return [.. results.Select((result, i) => Read(outputs[i], result, scope))];
    }

    public void Dispose() => Api.ReleaseSession(Handle);

    private static nint Options(OnnxApi api, int threads, NativeScope scope)
    {
        api.Check(api.CreateSessionOptions(out nint options));
        scope.Own(options, handle => api.ReleaseSessionOptions(handle));
        api.Check(api.SetGraphOptimizationLevel(options, AllOptimisations));
        api.Check(api.SetIntraOpThreads(options, threads));
        api.Check(api.SetInterOpThreads(options, 1));
        return options;
    }

    /// <summary>A value over the tensor's own memory.</summary>
    private nint CreateValue(nint memory, OnnxTensor tensor, NativeScope scope)
    {
        nint data = scope.Pin(tensor.Data);
        fixed (long* sizes = tensor.Shape)
        {
            Api.Check(Api.CreateTensorOverData(
                memory, (void*)data, (nuint)tensor.Data.Length, sizes, (nuint)tensor.Shape.Length, tensor.ElementType, out nint value));
            return scope.Own(value, handle => Api.ReleaseValue(handle));
        }
    }

    private OnnxTensor Read(string name, nint value, NativeScope scope)
    {
        Api.Check(Api.GetTensorTypeAndShape(value, out nint info));
        scope.Own(info, handle => Api.ReleaseTensorTypeAndShapeInfo(handle));
        Api.Check(Api.GetTensorElementType(info, out int type));
        Api.Check(Api.GetDimensionsCount(info, out nuint rank));
        var shape = new long[(int)rank];
        fixed (long* sizes = shape)
        {
            Api.Check(Api.GetDimensions(info, sizes, rank));
        }

        Api.Check(Api.GetTensorMutableData(value, out nint data));
        var bytes = new byte[checked((int)(shape.Aggregate(1L, (product, size) => product * size) * ElementSize(name, type)))];
        Marshal.Copy(data, bytes, 0, bytes.Length);
        return new OnnxTensor(name, type, shape, bytes);
    }

    /// <summary>Bytes of an element, by the number that ONNX gives its type.</summary>
    private static int ElementSize(string name, int type) => type switch
    {
        2 or 3 or 9 => 1, // bytes with and without a sign, truth values
        4 or 5 or 10 or 16 => 2, // short integers, half precision of both kinds
        1 or 6 or 12 => 4, // single precision, integers
        7 or 11 or 13 => 8, // long integers, double precision
        _ => throw new OnnxRuntimeException($"output '{name}' has elements of type {type}, which are no numbers"),
    };
}
