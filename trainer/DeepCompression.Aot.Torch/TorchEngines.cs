using System.Globalization;
using DeepCompression.Aot.Trainer.Engine;
using TorchSharp;

namespace DeepCompression.Aot.Torch;

/// <summary>The engines that a user can name.</summary>
internal static class TorchEngines
{
    private const string Cuda = "cuda";

    /// <summary>Whether this build has the engine.</summary>
    public static bool IsCompiledIn => true;

    /// <summary>The engine for a device, in single precision.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> for the first graphics processor, or <c>cuda:1</c> for another.</param>
    /// <param name="threads">The threads that compute on the CPU, or null for libtorch's choice; they are the process's.</param>
    /// <exception cref="EngineException">There is no such device here, or libtorch is missing; the message says what to do.</exception>
    public static ITrainingEngine Create(string device, int? threads)
    {
        torch.Device place = Parse(device);
        Load(place);
        if (threads is int count)
        {
            torch.set_num_threads(count);
        }

        return new TorchEngine(place);
    }

    private static torch.Device Parse(string device)
    {
        if (device == "cpu")
        {
            return torch.CPU;
        }

        string number = device == Cuda ? "0" : device.StartsWith(Cuda + ':', StringComparison.Ordinal) ? device[(Cuda.Length + 1)..] : "";
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new EngineException($"There is no device '{device}': name cpu, cuda or cuda:0, cuda:1 and so on.");
    }

    private static void Load(torch.Device device)
    {
        try
        {
            if (!torch.TryInitializeDeviceType(device.type))
            {
                throw new EngineException(
                    $"libtorch sees no graphics processor for '{device}': build with -p:TorchSharpPackage=TorchSharp-cuda-linux or TorchSharp-cuda-windows, and look at nvidia-smi; --device cpu needs none.");
            }

            if (device.type == DeviceType.CUDA && device.index >= torch.cuda.device_count())
            {
                throw new EngineException($"There is no device '{device}': libtorch sees {torch.cuda.device_count()} graphics processors, from cuda:0 on.");
            }
        }
        catch (Exception exception) when (exception is NotSupportedException or DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new EngineException(
                "libtorch cannot be loaded: build with -p:TorchSharpPackage naming the package for this machine, or let the loader's path lead to the libtorch that TorchSharpDir was built against. "
                + exception.GetBaseException().Message.Split('\n')[0], exception);
        }
    }
}
