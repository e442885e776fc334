using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Mutants;

/// <summary>The command line.</summary>
internal static class MutantTool
{
    /// <summary>The assembly of format, reader and decoder.</summary>
    public const string Runtime = "DeepCompression.Aot.Runtime";

    /// <summary>Runs one command line; 0 if every error was found.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var only = new Option<string>("--only") { Description = "Those alone whose file or text has this in it.", DefaultValueFactory = _ => string.Empty };
        var every = new Option<int>("--every") { Description = "One of so many.", DefaultValueFactory = _ => 1 };
        var tests = new Option<bool>(Examination.TestsOption) { Description = "Runs the codec's tests in this process, and nothing else." };
        every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--every is 1 or more");
            }
        });
        var root = new RootCommand($"Makes the errors of {MutantList.FileName} in copies of the codec's sources, one at a time, and requires a test to fail.") { only, every, tests };
        root.SetAction(parsed => parsed.GetValue(tests) ? RunTests(output) : Examine(parsed.GetValue(only)!, parsed.GetValue(every), output, error));
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    /// <summary>The errors of the list.</summary>
    public static IReadOnlyList<Mutant> List() => MutantList.Parse(File.ReadAllLines(Repository.File("tests", "DeepCompression.Aot.Mutants", MutantList.FileName)));

    /// <summary>The assemblies of the codec.</summary>
    public static CodecAssembly[] Assemblies() =>
        [CodecAssembly.Load("runtime/" + Runtime, "runtime/Format"), CodecAssembly.Load("trainer/DeepCompression.Aot.Trainer")];

    private static int RunTests(TextWriter output)
    {
        // Property tests print what they did.
        Console.SetOut(TextWriter.Null);
        string? failure = TestRun.FirstFailure();
        output.WriteLine(failure);
        return failure is null ? 0 : 1;
    }

    private static int Examine(string only, int every, TextWriter output, TextWriter error)
    {
        try
        {
            Mutant[] mutants = [.. List().Where(mutant => mutant.ToString().Contains(only, StringComparison.Ordinal)).Where((_, i) => i % every == 0)];
            int found = Examine(mutants, output);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} of {mutants.Length} errors found"));
            return found == mutants.Length ? 0 : 1;
        }
        catch (InvalidDataException exception)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static int Examine(Mutant[] mutants, TextWriter output)
    {
        CodecAssembly[] assemblies = Assemblies();
        using var examination = new Examination();
        foreach (CodecAssembly assembly in assemblies)
        {
            if (examination.Find(assembly.Name, assembly.Compile(mutant: null)) is { } failure)
            {
                throw new InvalidDataException($"without any error {assembly.Name} is found to be wrong by {failure}");
            }
        }

        int found = 0;
        foreach (Mutant mutant in mutants)
        {
            var watch = Stopwatch.StartNew();
            CodecAssembly assembly = assemblies.FirstOrDefault(candidate => candidate.Has(mutant.File))
                ?? throw new InvalidDataException($"{mutant.File} is no source of the codec; bring its line in {MutantList.FileName} up to date");
            string? test = examination.Find(assembly.Name, assembly.Compile(mutant));
            found += test is null ? 0 : 1;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(test is null ? "NOT FOUND" : "found")} {mutant}  {(test is null ? "" : "by " + test)} ({watch.Elapsed.TotalSeconds:F1} s)"));
        }

        return found;
    }
}
