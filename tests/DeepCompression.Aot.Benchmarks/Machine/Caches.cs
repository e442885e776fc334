using System.Globalization;

namespace DeepCompression.Aot.Benchmarks.Machine;

/// <summary>The sizes in bytes of the caches that the first core sees, as Linux tells them.</summary>
/// <param name="L1">Data cache of the core.</param>
/// <param name="L2">Second level.</param>
/// <param name="L3">Third level, shared: with other virtual machines too, so that little of it may be ours.</param>
internal sealed record Caches(long L1, long L2, long L3)
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>The machine's caches; where it does not tell, those of a usual desktop processor.</summary>
    public static Caches Read() => new(SizeOf(1) ?? 32L << 10, SizeOf(2) ?? 1L << 20, SizeOf(3) ?? 32L << 20);

    private static long? SizeOf(int level)
    {
        if (!Directory.Exists(Folder))
        {
            return null;
        }

        foreach (string cache in Directory.GetDirectories(Folder, "index*").Order(StringComparer.Ordinal))
        {
            if (Text(cache, "level") == level.ToString(CultureInfo.InvariantCulture) && Text(cache, "type") != "Instruction")
            {
                return long.Parse(Text(cache, "size").TrimEnd('K'), CultureInfo.InvariantCulture) << 10;
            }
        }

        return null;
    }

    private static string Text(string folder, string name) => File.ReadAllText(Path.Combine(folder, name)).Trim();
}
