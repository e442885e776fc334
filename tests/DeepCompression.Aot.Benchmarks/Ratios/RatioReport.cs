using System.Globalization;
using System.Text.Json;

namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>Prints rows as text or JSON.</summary>
internal static class RatioReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>An array with one object for each row.</summary>
    public static string ToJson(IReadOnlyList<RatioRow> rows) => JsonSerializer.Serialize(rows, Json);

    /// <summary>The lines of one case: what was compared, then what else was timed.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<RatioRow> rows)
    {
        yield return $"{rows[0].Case}: {rows[0].Title}";
        foreach (RatioRow row in rows)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.Precision,-4} {row.Threads} thread{(row.Threads == 1 ? " " : "s")} {row.OursMicroseconds,10:F2} µs  {Ratio(row),7}  "
                + $"{row.ShareOfLimit,4:P0} of the limit  {Size(row.OursBytes)} against {Size(row.BaselineBytes)}  {row.Implementation}");
            if (row.ImplementationMicroseconds.Count > 1)
            {
                yield return "         " + Times(row.ImplementationMicroseconds);
            }
        }

        if (rows[0].OtherMicroseconds.Count > 0)
        {
            yield return "  against  " + Times(rows[0].OtherMicroseconds);
        }

        if (rows[0] is { BaselineBytesPerSecond: double rate, BaselineMemory: { } memory })
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"           the dense baseline reads {rate / 1e9:F1} GB/s, as from {memory}");
        }
    }

    private static string Ratio(RatioRow row) =>
        row.Ratio is double ratio ? ratio.ToString("F1", CultureInfo.InvariantCulture) + "×" : "–";

    private static string Size(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F0} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB");

    private static string Times(IReadOnlyDictionary<string, double> times) => string.Join(
        ", ", times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Key} {time.Value:F2} µs")));
}
