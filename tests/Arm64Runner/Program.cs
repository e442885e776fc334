using System.Reflection;
using DeepCompression.Aot.Arm64Runner;
using Xunit.Abstractions;
using Xunit.Sdk;

if (args.Length is not (2 or 3))
{
    Console.Error.WriteLine("Arm64Runner TESTS.dll RESULTS.trx [TEXT]: runs an assembly's tests, or those with TEXT in their names.");
    return 2;
}

string text = args.Length > 2 ? args[2] : "";
Assembly assembly = Assembly.LoadFrom(Path.GetFullPath(args[0]));
var report = new Report();
var options = new Options();
using var framework = new XunitTestFramework(report);
using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(assembly));
discoverer.Find(includeSourceInformation: false, report, options);
report.Discovered.WaitOne();

using ITestFrameworkExecutor executor = framework.GetExecutor(assembly.GetName());
executor.RunTests([.. report.Cases.Where(test => test.DisplayName.Contains(text, StringComparison.Ordinal))], report, options);
report.Finished.WaitOne();

report.Write(args[1]);
Console.WriteLine($"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped");
return report.Passed > 0 && report.Failed == 0 ? 0 : 1;
