using System.Diagnostics;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>
/// Hostile files: golden ones with random changes and the checksum corrected, so that every deeper check has to hold. Seeded, so
/// that a failure can be repeated.
/// </summary>
public sealed class MutationTests
{
    /// <summary>FORMAT.md promises that reading allocates at most this many bytes for each byte of the file, and this many more.</summary>
    private const int AllocationPerByte = 128;
    private const int AllocationConstant = 16_384;

    private const int Mutations = 8_000;

    public static TheoryData<string> Seeds => ["all-sections", "cnn", "two-inputs-two-outputs", "filler-zeros", "convolution-padding-strides"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_mutated_file_is_read_or_refused_but_does_nothing_else(string name)
    {
        byte[] original = GoldenArtifacts.Valid(name);
        var random = new Random(name.Length);
        var watch = new Stopwatch();
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = GoldenArtifacts.WithChecksum(Mutate(original, random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            watch.Restart();
            refused += IsRefused(file) ? 1 : 0;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= AllocationConstant + ((long)AllocationPerByte * file.Length),
                $"mutation {i} of {file.Length} bytes allocated {allocated} bytes");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"mutation {i} took {watch.Elapsed}");
        }

        // Most changes break a rule; if hardly any did, the checks would be asleep.
        Assert.True(refused > Mutations / 2, $"only {refused} of {Mutations} were refused");
    }

    /// <summary>Whether the reader refuses a file; a file that it takes must also decode.</summary>
    private static bool IsRefused(byte[] file)
    {
        try
        {
            ArtifactReader.Read(file);
            return false;
        }
        catch (ArtifactException)
        {
            return true;
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            // The envelope's five bytes stay, the last four are replaced anyway.
            int position = random.Next(5, bytes.Count - 4);
            switch (random.Next(6))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[position] = (byte)(random.Next(2) == 0 ? 0xFF : 0x00);
                    break;
                case 3:
                    bytes.Insert(position, (byte)random.Next(256));
                    break;
                case 4 when bytes.Count > 20:
                    bytes.RemoveAt(position);
                    break;
                default:
                    bytes.InsertRange(position, [0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
                    break;
            }
        }

        return [.. bytes];
    }
}
