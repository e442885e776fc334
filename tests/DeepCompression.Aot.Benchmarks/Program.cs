using System.Globalization;
using DeepCompression.Aot.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return BenchmarkTool.Run(args, Console.Out, Console.Error);
