using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>The files that cost a reader the most memory for each of their bytes.</summary>
public sealed class AllocationTests
{
    /// <summary>FORMAT.md promises at most this many bytes for each byte of the file, and this many more.</summary>
    private const int PerByte = 128;
    private const int Constant = 16_384;
    private const int Items = 20_000;

    [Theory]
    [InlineData(new byte[] { 5 })]
    [InlineData(new byte[] { 7 })]
    [InlineData(new byte[] { 8 })]
    public void A_chain_of_tiny_operators_stays_within_the_promise(byte[] kind)
    {
        var graph = new List<byte>([1, 1, 1, .. Varint(Items)]);
        for (int i = 0; i < Items; i++)
        {
            graph.AddRange([kind[0], .. Varint(i)]);
            graph.AddRange(kind[0] == (byte)OperatorKind.Add ? Varint(i) : []);
        }

        graph.AddRange([1, .. Varint(Items)]);
        AssertWithinPromise(File(Section(1, [.. graph])), isValid: true);
    }

    [Fact]
    public void A_chain_of_tiny_layers_stays_within_the_promise_although_their_parameters_are_missing()
    {
        var graph = new List<byte>([1, 1, 1, .. Varint(Items)]);
        for (int i = 0; i < Items; i++)
        {
            graph.AddRange([(byte)OperatorKind.Linear, .. Varint(i), 1, 1]);
        }

        graph.AddRange([1, .. Varint(Items)]);
        AssertWithinPromise(File(Section(1, [.. graph])), isValid: false);
    }

    [Fact]
    public void Many_one_letter_texts_stay_within_the_promise()
    {
        byte[] entries = [.. Enumerable.Range(0, Items).SelectMany(_ => new byte[] { 0, 1, (byte)'k', 1, (byte)'v' })];
        byte[] file = File(Section(1, [1, 1, 1, 1, 5, 0, 1, 1]), Section(7, [.. Varint(Items), .. entries]));
        AssertWithinPromise(file, isValid: true);
    }

    [Fact]
    public void Many_inputs_stay_within_the_promise()
    {
        byte[] inputs = [.. Enumerable.Range(0, Items).SelectMany(_ => new byte[] { 1, 1 })];
        AssertWithinPromise(File(Section(1, [.. Varint(Items), .. inputs, 1, 5, 0, 1, .. Varint(Items)])), isValid: false);
    }

    [Fact]
    public void Many_empty_tensors_stay_within_the_promise()
    {
        var graph = new List<byte>([1, 1, 1, .. Varint(Items)]);
        var tensors = new List<byte>();
        for (int i = 0; i < Items; i++)
        {
            graph.AddRange([(byte)OperatorKind.Linear, .. Varint(i), 1, 0]);
            tensors.AddRange([.. Varint(i), 1, 0]);
        }

        graph.AddRange([1, .. Varint(Items)]);
        AssertWithinPromise(File(Section(1, [.. graph]), Section(2, [.. tensors])), isValid: true);
    }

    [Fact]
    public void Many_tensors_of_one_weight_stay_within_the_promise()
    {
        var graph = new List<byte>([1, 1, 1, .. Varint(Items)]);
        var tensors = new List<byte>();
        for (int i = 0; i < Items; i++)
        {
            // One weight, one centroid in half precision, a filler skip of 1; code lengths 1 00100 and 1; gap 0, index 0.
            graph.AddRange([(byte)OperatorKind.Linear, .. Varint(i), 1, 0]);
            tensors.AddRange([.. Varint(i), 8, 1, 1, 1, 0x00, 0x3C, 1, 0b1001_0010, 0]);
        }

        graph.AddRange([1, .. Varint(Items)]);
        AssertWithinPromise(File(Section(1, [.. graph]), Section(2, [.. tensors])), isValid: true);
    }

    [Fact]
    public void Many_half_precision_numbers_stay_within_the_promise()
    {
        byte[] file = File(
            Section(1, [1, 1, .. Varint(Items), 1, 1, 0, 1, 0, 1, 1]),
            Section(3, [0, 1, .. new byte[2 * Items]]));
        AssertWithinPromise(file, isValid: true);
    }

    private static void AssertWithinPromise(byte[] file, bool isValid)
    {
        _ = ReadsWithoutError(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = ReadsWithoutError(file);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(isValid, isRead);
        Assert.InRange(allocated, 0, Constant + ((long)PerByte * file.Length));
    }

    private static bool ReadsWithoutError(byte[] file)
    {
        try
        {
            ArtifactReader.Read(file);
            return true;
        }
        catch (ArtifactException)
        {
            return false;
        }
    }

    private static byte[] File(params byte[][] sections) =>
        Mutation.WithChecksum([.. Artifact.Magic, Artifact.Version, .. sections.SelectMany(section => section), 0, 0, 0, 0]);

    private static byte[] Section(byte tag, byte[] content) => [tag, .. Varint(content.Length), .. content];

    private static byte[] Varint(int value) =>
        value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}
