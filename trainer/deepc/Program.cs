using System.Globalization;
using DeepCompression.Aot.CommandLine.Hosting;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await Tool.RunAsync(args, Terminal.OfProcess()).ConfigureAwait(false);
