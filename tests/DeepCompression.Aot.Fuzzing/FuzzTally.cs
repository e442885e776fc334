using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>What was tried so far, by this run and those before it that kept count in the same file.</summary>
internal sealed class FuzzTally
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What inputs follow from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What inputs are made for, as <see cref="FuzzTargets.Composition"/> says it.</summary>
    public required string Composition { get; init; }

    /// <summary>The number of the next input.</summary>
    public long Next { get; set; }

    /// <summary>Each target's part, by its name.</summary>
    public SortedDictionary<string, TargetTally> Targets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The kinds of problems that were met.</summary>
    public SortedSet<string> Problems { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The inputs of all targets.</summary>
    [JsonIgnore]
    public long Tried => Targets.Values.Sum(target => target.Tried);

    /// <summary>The tally of a plan: that of its file if there is one, otherwise a new one.</summary>
    /// <exception cref="InvalidDataException">The file counts inputs of another plan, or is none.</exception>
    public static FuzzTally Begin(FuzzPlan plan, string composition)
    {
        if (plan.State is null || !File.Exists(plan.State))
        {
            return new FuzzTally { Seed = plan.Seed, Composition = composition, Next = plan.First };
        }

        FuzzTally? tally;
        try
        {
            tally = JsonSerializer.Deserialize<FuzzTally>(File.ReadAllBytes(plan.State));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{plan.State}' keeps no count of inputs: {exception.Message}", exception);
        }

        return tally is { } && tally.Seed == plan.Seed && tally.Composition == composition
            ? tally
            : throw new InvalidDataException($"'{plan.State}' counts the inputs of seed {tally?.Seed} for {tally?.Composition}, not of seed {plan.Seed} for {composition}; name another file.");
    }

    /// <summary>An input was tried.</summary>
    public void Add(string target, bool isRefused, TimeSpan time, double allowanceUsed)
    {
        if (!Targets.TryGetValue(target, out TargetTally? tally))
        {
            Targets.Add(target, tally = new TargetTally());
        }

        tally.Tried++;
        tally.Refused += isRefused ? 1 : 0;
        tally.Seconds += time.TotalSeconds;
        tally.AllowanceUsed = Math.Max(tally.AllowanceUsed, allowanceUsed);
        Next++;
    }

    /// <summary>Keeps count in a file, whole at any time.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Indented));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>A line for each target.</summary>
    public string Table() => string.Join('\n', Targets.Select(target => string.Create(
        CultureInfo.InvariantCulture,
        $"  {target.Key,-12} {target.Value.Tried,11:N0}, of which {target.Value.Refused,11:N0} refused; {target.Value.Rate,8:N0} a second; up to {100 * target.Value.AllowanceUsed:F0} % of its memory")));
}
