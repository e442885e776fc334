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
    private const int AllocationPerByte = 512;
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
            byte[] file = Mutation.Apply(original, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            watch.Restart();
            Artifact? artifact = ReadOrRefuse(file);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= AllocationConstant + ((long)AllocationPerByte * file.Length),
                $"mutation {i} of {file.Length} bytes allocated {allocated} bytes");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"mutation {i} took {watch.Elapsed}");

            // What was accepted decodes without a further check failing.
            artifact?.Tensors.Select(tensor => tensor.ToDense()).ToArray();
            refused += artifact is null ? 1 : 0;
        }

        // Most changes break a rule; if hardly any did, the checks would be asleep.
        Assert.InRange(refused, Mutations / 2, Mutations - 1);
    }

    private static Artifact? ReadOrRefuse(byte[] file)
    {
        try
        {
            return ArtifactReader.Read(file);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }
}
