using System.Globalization;
using System.Text.Json;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>Prints rows as text or JSON.</summary>
internal static class RatioReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>An array with one object for each row.</summary>
    public static string ToJson(IReadOnlyList<RatioRow> rows) => JsonSerializer.Serialize(rows, Json);

    /// <summary>The rows of such an array.</summary>
    public static IReadOnlyList<RatioRow> FromJson(string json) => JsonSerializer.Deserialize<RatioRow[]>(json, Json)!;

    /// <summary>Markdown tables, of the targets and of everything; times in microseconds.</summary>
    public static IEnumerable<string> ToMarkdown(IReadOnlyList<RatioRow> rows) => [.. Targets(rows), string.Empty, .. Details(rows)];

    private static IEnumerable<string> Targets(IReadOnlyList<RatioRow> rows)
    {
        yield return "| case | arithmetic | threads | ours | ONNX Runtime fp32 | ratio | reach | aim | | dense weights from | one copy of them: from | ratio |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (Target target in Target.All)
        {
            if (rows.FirstOrDefault(row => Target.Of(row) == target) is { Ratio: double ratio, BaselineMicroseconds: double baseline } row)
            {
                string threads = row.Threads.ToString(CultureInfo.InvariantCulture);
                yield return $"| {row.Title} | {row.Precision} | {threads} | {Microseconds(row.OursMicroseconds)} | {Microseconds(baseline)} "
                    + $"| {Multiple(ratio)} | {Multiple(target.Reach)} | {Multiple(target.Aim)} | {(ratio < target.Reach ? $"**{target.Verdict(ratio)}**" : target.Verdict(ratio))} "
                    + $"| {Source(row.BaselineMemory, row.BaselineBytesPerSecond)} | {Source(row.OneCopyMemory, row.OneCopyBytesPerSecond)} "
                    + $"| {(row.OneCopyRatio is double oneCopy ? Multiple(oneCopy) : "–")} |";
            }
        }
    }

    private static IEnumerable<string> Details(IReadOnlyList<RatioRow> rows)
    {
        yield return "| case | arithmetic | threads | ours | ONNX Runtime fp32 | ratio | of the limit | bytes read | dense bytes, read from | µJ, estimate | dense | other times |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (RatioRow row in rows)
        {
            string[] cells =
            [
                row.Case, row.Precision, row.Threads.ToString(CultureInfo.InvariantCulture),
                $"{Microseconds(row.OursMicroseconds)} ({row.Implementation})",
                row.BaselineMicroseconds is double baseline ? Microseconds(baseline) : "–",
                row.Ratio is double ratio ? Multiple(ratio) : "–",
                row.ShareOfLimit.ToString("P0", CultureInfo.InvariantCulture), Size(row.OursBytes),
                Size(row.BaselineBytes) + (row.BaselineMemory is null ? "" : $", {Source(row.BaselineMemory, row.BaselineBytesPerSecond)}"),
                Energy(row.OursMicrojoules), Energy(row.BaselineMicrojoules),
                Times(row.OtherMicroseconds.Concat(row.ImplementationMicroseconds.Where(time => time.Key != row.Implementation))),
            ];
            yield return $"| {string.Join(" | ", cells)} |";
        }
    }

    /// <summary>The lines of one case: what was compared, then what else was timed.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<RatioRow> rows)
    {
        yield return $"{rows[0].Case}: {rows[0].Title}";
        foreach (RatioRow row in rows)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.Precision,-4} {row.Threads} thread{(row.Threads == 1 ? " " : "s")} {Microseconds(row.OursMicroseconds),10} µs  {Ratio(row),-24}"
                + $"{row.ShareOfLimit,4:P0} of the limit  {Size(row.OursBytes)} against {Size(row.BaselineBytes)}  {row.Implementation}");
            if (row.Ratio is double ratio && Target.Of(row) is { } target)
            {
                yield return $"           to reach {Multiple(target.Reach)}, to aim at {Multiple(target.Aim)}: {target.Verdict(ratio)}";
            }

            if (row.ImplementationMicroseconds.Count > 1)
            {
                yield return $"           {Times(row.ImplementationMicroseconds)} µs";
            }
        }

        if (rows[0].GigasymbolsPerSecond is double symbols)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"           {symbols:F2} Gsymbol/s");
        }

        if (rows[0].OtherMicroseconds.Count > 0)
        {
            yield return $"  against  {Times(rows[0].OtherMicroseconds)} µs";
        }

        if (rows[0].BaselineMemory is { } memory)
        {
            yield return $"           the dense baseline reads {Source(memory, rows[0].BaselineBytesPerSecond)}";
        }

        if (rows[0].OneCopyMicroseconds is not null)
        {
            yield return $"           with one copy of its weights, {Source(rows[0].OneCopyMemory, rows[0].OneCopyBytesPerSecond)}: "
                + string.Join(", ", rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Precision} {row.Threads} {Multiple(row.OneCopyRatio!.Value)}")));
        }
    }

    private static string Ratio(RatioRow row) => row is { Ratio: double ratio, BaselineMicroseconds: double baseline }
        ? $"{Multiple(ratio)} of {Microseconds(baseline)} µs"
        : "nothing to compare with";

    private static string Multiple(double ratio) => ratio.ToString(ratio < 100 ? "F1" : "F0", CultureInfo.InvariantCulture) + "×";

    private static string Energy(double microjoules) => microjoules == 0 ? "–" : microjoules.ToString(microjoules < 100 ? "G2" : "F0", CultureInfo.InvariantCulture);

    private static string Microseconds(double time) => time.ToString(time < 1000 ? "F2" : "F0", CultureInfo.InvariantCulture);

    /// <summary>Where weights are read from and how fast.</summary>
    private static string Source(string? memory, double? bytesPerSecond) =>
        memory is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{memory} at {bytesPerSecond / 1e9:F1} GB/s");

    private static string Size(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F0} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB");

    private static string Times(IEnumerable<KeyValuePair<string, double>> times) =>
        string.Join(", ", times.Select(time => $"{time.Key} {Microseconds(time.Value)}"));
}
