using System.Globalization;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class AlignedMemoryTests
{
    private const string LargePagesSetting = "/sys/kernel/mm/transparent_hugepage/enabled";

    /// <summary>From nothing to several large pages, which the system may give or not.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 65)]
    [InlineData((1 << 20) - 64)]
    [InlineData(2 << 20)]
    [InlineData((3 << 20) - 65)]
    [InlineData((3 << 20) - 64)]
    [InlineData(9_000_001)]
    public unsafe void Bytes_are_zero_as_is_a_line_behind_them_and_begin_with_a_cache_line(int length)
    {
        var memory = new AlignedMemory((nuint)length);
        Assert.Equal(0u, (nuint)memory.First % 64);
        Assert.Equal(-1, new Span<byte>(memory.First, length + 64).IndexOfAnyExcept((byte)0));
        new Span<byte>(memory.First, length + 64).Fill(1);
        Assert.Equal(-1, new Span<byte>(memory.First, length + 64).IndexOfAnyExcept((byte)1));
        GC.KeepAlive(memory);
    }

    [Fact]
    public void Memory_is_given_back_and_cleared_when_it_is_given_again()
    {
        for (int i = 0; i < 400; i++)
        {
            // Three gigabytes in all, filled with ones.
            Bytes_are_zero_as_is_a_line_behind_them_and_begin_with_a_cache_line(8 << 20);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(Environment.WorkingSet, 0, 2L << 30);
    }

    [LinuxFact]
    public unsafe void Large_pages_are_asked_for_where_a_system_has_them()
    {
        if (!File.Exists(LargePagesSetting) || !RemembersAdvice())
        {
            return;
        }

        var memory = new AlignedMemory(5 << 20);
        Assert.Equal(0u, (nuint)memory.First % (2 << 20));
        Assert.Contains("hg", FlagsOf((ulong)memory.First));
        GC.KeepAlive(memory);
    }

    /// <summary>Whether advice gets to the system: qemu-aarch64 takes it, and does nothing.</summary>
    private static bool RemembersAdvice()
    {
        const nuint Length = 4 << 20;
        nint map = Posix.Map(0, Length, Posix.ReadWrite, Posix.PrivateAnonymous, -1, 0);
        try
        {
            return Posix.Advise(map, Length, Posix.LargePages) == 0 && FlagsOf((ulong)map).Contains("hg");
        }
        finally
        {
            _ = Posix.Unmap(map, Length);
        }
    }

    /// <summary>What the system remembers of the memory around an address.</summary>
    private static string[] FlagsOf(ulong address)
    {
        bool found = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Split('-') is [var first, var end]
                && ulong.TryParse(first, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong from)
                && ulong.TryParse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong to))
            {
                found = from <= address && address < to;
            }
            else if (found && words[0] == "VmFlags:")
            {
                return words;
            }
        }

        throw new InvalidOperationException("The system lists no memory around the address.");
    }
}
