using System.CommandLine;
using System.Globalization;
using DeepCompression.Aot.Benchmarks.Machine;
using DeepCompression.Aot.Benchmarks.Measuring;
using DeepCompression.Aot.Benchmarks.Networks;

namespace DeepCompression.Aot.Benchmarks.Building;

/// <summary>The command <c>keystroke</c>: what typing in another file costs a project that names a network.</summary>
internal sealed class KeystrokeCommand : Command
{
    private const int DefaultRuns = 400;

    private readonly Option<string?> _network = NetworkOption.Create("The network");
    private readonly Option<int> _runs = new("--runs") { Description = "Keystrokes to time.", DefaultValueFactory = _ => DefaultRuns };

    public KeystrokeCommand()
        : base("keystroke", "Measures what the generator takes after a keystroke in another file, beside the same project without a network, in turn.")
    {
        _network.Required = true;
        Options.Add(_network);
        Options.Add(_runs);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        TextWriter output = arguments.InvocationConfiguration.Output;
        output.WriteLine(MachineName.Describe());
        byte[] file = NetworkCatalogue.Find(arguments.GetValue(_network)!).File;
        var without = new KeystrokeRun();
        var with = new KeystrokeRun(ModelText.Of("network.dcz", file));
        List<double> baseline = [];
        List<double> times = [];
        for (int run = 0; run < arguments.GetValue(_runs); run++)
        {
            baseline.Add(without.Type());
            times.Add(with.Type());
            if (with.AnythingIsNew)
            {
                output.WriteLine("a generated file was written anew although nothing in it has changed");
                return 1;
            }
        }

        output.WriteLine(Invariant($"without a network: {Interleaving.AtPercentile(baseline):F3} ms"));
        output.WriteLine(Invariant($"with one of {file.Length:N0} bytes: {Interleaving.AtPercentile(times):F3} ms, and none of its {with.Files} files is written anew"));
        return 0;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
