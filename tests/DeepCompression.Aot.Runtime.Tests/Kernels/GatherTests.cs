using System.Runtime.Intrinsics;
using System.Text;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Both ways of gathering against numbers read one by one, in guarded memory; on processors that can.</summary>
public class GatherTests
{
    [LinuxFact]
    public void Eight_numbers_come_from_any_places_to_their_lanes() => Properties.Check(random =>
    {
        if (GatherDot.IsSupported)
        {
            RequireNumbersInPlace<VectorGather>(random);
            RequireNumbersInPlace<ScalarGather>(random);
            RequireBytesAndLongNumbersInPlace<VectorGather>(random);
            RequireBytesAndLongNumbersInPlace<ScalarGather>(random);
        }
    });

    [LinuxFact]
    public void Sums_come_to_their_rows_in_every_way() => Properties.Check(random =>
    {
        int rows = random.Next(1, 70);
        using var sums = new GuardedMemory<float>(ProductChecks.Numbers(random, rows), random.Next(2) == 0);
        int[] order = [.. Enumerable.Range(0, rows)];
        random.Shuffle(order);
        using var places = new GuardedMemory<int>(order, random.Next(2) == 0);
        GatherWay[] ways = GatherDot.IsSupported ? Enum.GetValues<GatherWay>() : [GatherWay.None];
        foreach (GatherWay way in ways)
        {
            using var output = new GuardedMemory<float>(rows, random.Next(2) == 0);
            Place(sums, places, output, way);
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(sums.Span[order[row]], output.Span[row]);
            }
        }
    });

    [Theory]
    [InlineData("AuthenticAMD", true)]
    [InlineData("GenuineIntel", false)]
    [InlineData("AuthenticXYZ", false)]
    public void The_maker_is_read_from_the_registers_that_spell_it(string maker, bool isAmd)
    {
        byte[] letters = Encoding.ASCII.GetBytes(maker);
        Assert.Equal(isAmd, Processor.IsAmd((16, Register(0), Register(8), Register(4))));

        int Register(int letter) => BitConverter.ToInt32(letters, letter);
    }

    private static unsafe void Place(GuardedMemory<float> sums, GuardedMemory<int> places, GuardedMemory<float> output, GatherWay way)
    {
        fixed (float* from = sums.Span, y = output.Span)
        fixed (int* place = places.Span)
        {
            PlaceGather.Do(from, place, y, output.Span.Length, way);
        }
    }

    private static unsafe void RequireNumbersInPlace<TGather>(Random random)
        where TGather : struct, IGather
    {
        int range = random.Next(1, 1 << random.Next(1, 17));
        using var numbers = new GuardedMemory<float>(ProductChecks.Numbers(random, range), random.Next(2) == 0);
        using var places = new GuardedMemory<int>(8, random.Next(2) == 0);
        using var narrow = new GuardedMemory<ushort>(8, random.Next(2) == 0);
        using var words = new GuardedMemory<uint>(8, random.Next(2) == 0);
        for (int lane = 0; lane < 8; lane++)
        {
            places.Span[lane] = random.Next(range);
            narrow.Span[lane] = (ushort)places.Span[lane];
            words.Span[lane] = ((uint)random.Next(1 << 16) << 16) | narrow.Span[lane];
        }

        fixed (float* number = numbers.Span)
        fixed (int* place = places.Span)
        fixed (ushort* narrowPlace = narrow.Span)
        fixed (uint* word = words.Span)
        {
            Require(TGather.At(number, place));
            Require(TGather.At(number, narrowPlace));
            Require(TGather.AtLowerHalves(number, word));
            Require(TGather.At(number, Vector256.Load(place)));
        }

        void Require(Vector256<float> lanes)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(numbers.Span[places.Span[lane]], lanes[lane]);
            }
        }
    }

    private static unsafe void RequireBytesAndLongNumbersInPlace<TGather>(Random random)
        where TGather : struct, IGather
    {
        int range = random.Next(1, 257);
        using var numbers = new GuardedMemory<float>(ProductChecks.Numbers(random, range), random.Next(2) == 0);
        ulong[] bits = [.. numbers.Span.ToArray().Select(BitConverter.SingleToUInt32Bits)];
        using var longNumbers = new GuardedMemory<ulong>(bits, random.Next(2) == 0);
        using var places = new GuardedMemory<byte>(8, random.Next(2) == 0);
        for (int lane = 0; lane < 8; lane++)
        {
            places.Span[lane] = (byte)random.Next(range);
        }

        fixed (float* number = numbers.Span)
        fixed (ulong* longNumber = longNumbers.Span)
        fixed (byte* place = places.Span)
        {
            Vector256<float> lanes = TGather.At(number, place);
            Vector256<ulong> longLanes = TGather.At(longNumber, Vector256.Create(place[0], place[1], place[2], (long)place[3]));
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(number[place[lane]], lanes[lane]);
                Assert.Equal(longNumber[place[lane % 4]], longLanes[lane % 4]);
            }
        }
    }
}
