using System.CommandLine;
using BenchmarkDotNet.Running;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.OnnxRuntime;
using DeepCompression.Aot.Benchmarks.Ratios;

namespace DeepCompression.Aot.Benchmarks;

/// <summary>The whole tool: runs a command line, turns failures that have a remedy into one line.</summary>
public static class BenchmarkTool
{
    private const string KernelsCommand = "kernels";

    /// <summary>Runs one command line; 0 if all went well.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        // BenchmarkDotNet has a command line of its own.
        if (arguments is [KernelsCommand, .. string[] rest])
        {
            BenchmarkSwitcher.FromAssembly(typeof(BenchmarkTool).Assembly).Run(rest);
            return 0;
        }

        var root = new RootCommand("Times compressed networks against ONNX Runtime, and kernel by kernel.")
        {
            new RatiosCommand(),
            new Command(KernelsCommand, "Runs the kernels' benchmarks; arguments are BenchmarkDotNet's, such as --filter '*Gather*'."),
        };
        try
        {
            return root.Parse(arguments).Invoke(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or DisagreementException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }
}
