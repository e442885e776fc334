using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Torch;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Engine.Managed;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>The options that choose what trains or runs a network, and where.</summary>
internal sealed class EngineOptions
{
    private const int MostThreads = 256;
    private const string Managed = "managed";
    private const string Torch = "torch";
    private const string Cpu = "cpu";

    private readonly Option<string> _engine = new("--engine")
    {
        Description = $"What computes: '{Managed}' is built in, '{Torch}' is TorchSharp, for large networks and graphics processors.",
        HelpName = $"{Managed}|{Torch}",
        DefaultValueFactory = _ => Managed,
    };

    private readonly Option<string?> _device = new("--device")
    {
        Description = $"With --engine {Torch}: the device, {Cpu} (the default), cuda, or cuda:1 for the second graphics processor.",
        HelpName = "DEVICE",
    };

    private readonly Option<int?> _threads = CreateThreads();

    public EngineOptions() => _engine.AcceptOnlyFromAmong(Managed, Torch);

    /// <summary>The options, in the order of the help text.</summary>
    public IReadOnlyList<Option> Options => [_engine, _device, _threads];

    /// <summary>The number of threads; the engine chooses where it is not given.</summary>
    public static Option<int?> CreateThreads() =>
        CountOption.Create("--threads", "The threads that compute; by default one on each processor, up to eight.", 1, MostThreads);

    /// <summary>The engine that was chosen.</summary>
    /// <exception cref="UsageException">The managed engine is to compute on a device.</exception>
    /// <exception cref="EngineException">There is no such engine or device here.</exception>
    public ITrainingEngine Create(ParseResult arguments)
    {
        string? device = arguments.GetValue(_device);
        int? threads = arguments.GetValue(_threads);
        if (arguments.GetValue(_engine) == Torch)
        {
            return TorchEngines.Create(device ?? Cpu, threads);
        }

        return device is null ? new ManagedEngine(threads) : throw new UsageException($"{_device.Name} needs {_engine.Name} {Torch}.");
    }
}
