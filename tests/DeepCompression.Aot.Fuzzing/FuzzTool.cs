using System.CommandLine;
using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>The command line.</summary>
internal static class FuzzTool
{
    private static string DefaultFolder => Repository.File("artifacts", "fuzzing");

    /// <summary>Runs one command line; 0 if no input broke a rule.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var inputs = new Option<long?>("--inputs") { Description = "How many inputs to try; without it, until the time is over." };
        var seconds = new Option<double?>("--seconds") { Description = "When to end; a minute, if --inputs does not say how many." };
        var seed = new Option<ulong>("--seed") { Description = "What the inputs follow from.", DefaultValueFactory = _ => 1 };
        var first = new Option<long>("--first") { Description = "The number of the first input." };
        var target = new Option<string?>("--target") { Description = "The only target to try." };
        var folder = new Option<string>("--folder") { Description = "Where inputs go that break a rule.", DefaultValueFactory = _ => DefaultFolder };
        var state = new Option<string?>("--state") { Description = "A file that keeps count: where it is there, the run goes on from it, and --inputs counts what was tried before." };
        var replay = new Option<FileInfo?>("--replay") { Description = "A file that an earlier run has kept: tries it again, and nothing else." };
        using (var targets = new FuzzTargets())
        {
            target.AcceptOnlyFromAmong([.. targets.Names]);
        }

        var root = new RootCommand("Tries inputs made at random on everything that reads files, and on the kernels that decode weights.")
        {
            inputs, seconds, seed, first, target, folder, state, replay,
        };
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(replay) is { } file)
            {
                return Replay(file, output);
            }

            long? count = parsed.GetValue(inputs);
            double? limit = parsed.GetValue(seconds) ?? (count is null ? 60 : null);
            var plan = new FuzzPlan
            {
                Seed = parsed.GetValue(seed),
                First = parsed.GetValue(first),
                Inputs = count ?? long.MaxValue,
                Time = limit is { } time ? TimeSpan.FromSeconds(time) : null,
                Target = parsed.GetValue(target),
                State = parsed.GetValue(state),
                Folder = parsed.GetValue(folder)!,
            };
            return Run(plan, output, error);
        });
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    private static int Run(FuzzPlan plan, TextWriter output, TextWriter error)
    {
        try
        {
            return new FuzzRun(plan, output).Run() == 0 ? 0 : 1;
        }
        catch (InvalidDataException exception)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>A kept file has the name of its target for an extension.</summary>
    private static int Replay(FileInfo file, TextWriter output)
    {
        using var targets = new FuzzTargets();
        Finding? finding = InputRules.Check(new FuzzInput(targets[file.Extension.TrimStart('.')], File.ReadAllBytes(file.FullName))).Finding;
        output.WriteLine(finding?.Problem ?? "no rule is broken");
        return finding is null ? 0 : 1;
    }
}
