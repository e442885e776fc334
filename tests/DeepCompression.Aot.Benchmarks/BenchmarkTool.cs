using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DeepCompression.Aot.Benchmarks.Building;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Ratios;
using DeepCompression.Aot.Benchmarks.Startup;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Runtime;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Benchmarks;

/// <summary>The whole tool: runs a command line, turns failures that have a remedy into one line.</summary>
public static class BenchmarkTool
{
    private const string KernelsCommand = "kernels";

    /// <summary>Runs one command line; 0 if all went well.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        try
        {
            // A variable that names no instructions is better refused now than by the first kernel that asks.
            _ = Instructions.Vector128;
        }
        catch (InvalidOperationException exception)
        {
            error.WriteLine(exception.Message);
            return 1;
        }

        // BenchmarkDotNet has a command line of its own.
        if (arguments is [KernelsCommand, .. string[] rest])
        {
            // In this process, whose methods are compiled once and for all: a process of its own would mean to build the whole
            // repository anew.
            ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
                .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
                .WithArtifactsPath(Repository.File("artifacts", "benchmarks"));
            Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(BenchmarkTool).Assembly).Run(rest, config)];
            return summaries.All(summary => summary.Reports.All(report => report.Success)) && (summaries.Length > 0 || !AsksForSome(rest)) ? 0 : 1;
        }

        var root = new RootCommand("Times compressed networks against ONNX Runtime, and kernel by kernel.")
        {
            new RatiosCommand(),
            new StartupCommand(),
            new BuildCommand(),
            new KeystrokeCommand(),
            new Command(KernelsCommand, "Runs the kernels' benchmarks; arguments are BenchmarkDotNet's, such as --filter '*Gather*'."),
        };
        try
        {
            return root.Parse(arguments).Invoke(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or DisagreementException or ExternalProgramException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>Whether BenchmarkDotNet's arguments name benchmarks to run, not to list.</summary>
    private static bool AsksForSome(string[] arguments) => arguments.Any(argument => argument is "--filter" or "-f") && !arguments.Contains("--list");
}
