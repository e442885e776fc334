using System.Globalization;
using DeepCompression.Aot.Trainer.Engine;
using TorchSharp;

namespace DeepCompression.Aot.Torch;

/// <summary>The engines that a user can name.</summary>
internal static class TorchEngines
{
    private const string Cuda = "cuda";
    private static readonly Lock ConsoleOutput = new();

    /// <summary>Whether this build has the engine.</summary>
    public static bool IsCompiledIn => true;

    /// <summary>The engine for a device, in single precision.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> for the first graphics processor, or <c>cuda:1</c> for another.</param>
    /// <param name="threads">The threads that compute on the CPU, or null for libtorch's choice; they are the process's.</param>
    /// <exception cref="EngineException">There is no such device here, or libtorch is missing; the message says what to do.</exception>
    public static ITrainingEngine Create(string device, int? threads)
    {
        (DeviceType type, int index) = Parse(device);
        try
        {
            return Quietly(() => Load(type, index, threads));
        }
        catch (Exception exception) when (exception is NotSupportedException or TypeLoadException or TypeInitializationException or BadImageFormatException)
        {
            throw new EngineException(
                "libtorch cannot be loaded: build with -p:TorchSharpPackage naming the package for this machine, or let the loader's path lead to the libtorch that TorchSharpDir was built against. "
                + exception.GetBaseException().Message.Split('\n')[0], exception);
        }
    }

    /// <summary>Keeps standard output clean: of a library that it cannot load, TorchSharp writes pages there and then throws.</summary>
    private static TorchEngine Quietly(Func<TorchEngine> load)
    {
        lock (ConsoleOutput)
        {
            TextWriter output = Console.Out;
            Console.SetOut(TextWriter.Null);
            try
            {
                return load();
            }
            finally
            {
                Console.SetOut(output);
            }
        }
    }

    /// <summary>Reads the name of a device; libtorch is not asked, since whatever touches TorchSharp loads it.</summary>
    private static (DeviceType Type, int Index) Parse(string device)
    {
        if (device == "cpu")
        {
            return (DeviceType.CPU, -1);
        }

        string number = device == Cuda ? "0" : device.StartsWith(Cuda + ':', StringComparison.Ordinal) ? device[(Cuda.Length + 1)..] : "";
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (DeviceType.CUDA, index)
            : throw new EngineException($"There is no device '{device}': name cpu, cuda or cuda:0, cuda:1 and so on.");
    }

    private static TorchEngine Load(DeviceType type, int index, int? threads)
    {
        if (!torch.TryInitializeDeviceType(type))
        {
            throw new EngineException(
                $"libtorch sees no graphics processor for 'cuda:{index}': build with -p:TorchSharpPackage=TorchSharp-cuda-linux or TorchSharp-cuda-windows, and look at nvidia-smi; --device cpu needs none.");
        }

        if (type == DeviceType.CUDA && index >= torch.cuda.device_count())
        {
            throw new EngineException($"There is no device 'cuda:{index}': libtorch sees {torch.cuda.device_count()} graphics processors, from cuda:0 on.");
        }

        if (threads is int count)
        {
            torch.set_num_threads(count);
        }

        return new TorchEngine(new torch.Device(type, index));
    }
}
