using System.Globalization;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests.Format;

/// <summary>The files that cost a reader the most memory for each of their bytes.</summary>
public sealed class AllocationTests
{
    /// <summary>FORMAT.md promises at most this many bytes for each byte of the file, and this many more.</summary>
    private const int PerByte = 512;
    private const int Constant = 16_384;
    private const int Items = 20_000;

    private const string NoDescriptions = "0000";
    private const string LastValue = "1";

    private static string VectorOfOne => $"{Number(1)}{Number(1)}{Number(1)}";

    [Theory]
    [InlineData(5, "1")]
    [InlineData(7, "1")]
    [InlineData(8, "11")]
    public void A_chain_of_tiny_operators_stays_within_the_promise(int kind, string readsValueBefore)
    {
        string graph = $"{VectorOfOne}{Number(Items)}{Repeated(Kind(kind) + readsValueBefore)}{LastValue}";
        AssertWithinPromise(File(graph + NoDescriptions), isValid: true);
    }

    [Fact]
    public void A_chain_of_tiny_layers_stays_within_the_promise_although_their_parameters_are_missing() =>
        AssertWithinPromise(File(Layers(bias: 1)), isValid: false);

    [Fact]
    public void Many_empty_tensors_stay_within_the_promise() =>
        AssertWithinPromise(File(Layers(bias: 0) + Repeated("10" + Number(0)) + NoDescriptions), isValid: true);

    [Fact]
    public void Many_tensors_of_one_weight_stay_within_the_promise()
    {
        // One centroid in half precision, all columns, resolution 0, one class of gaps, lengths of 1 for it and for the index 0.
        string tensor = $"10{Number(1)}{Number(1)}01{Bits(0x3C00, 16)}000{Number(1)}110";
        AssertWithinPromise(File(Layers(bias: 0) + Repeated(tensor) + NoDescriptions), isValid: true);
    }

    [Fact]
    public void Many_runs_stay_within_the_promise()
    {
        string runs = string.Concat(Enumerable.Range(0, Items).Select(i => (i % 2 == 0 ? "01110000" : "11110000") + "100"));
        string tensor = $"0110{Number(0)}{Number(Items)}{runs}";
        AssertWithinPromise(File($"{Layer(Items)}10{Number(0)}{tensor}{NoDescriptions}"), isValid: true);
    }

    [Fact]
    public void Many_runs_of_columns_stay_within_the_promise()
    {
        // Every other column is live, and in it is a weight: gaps of 0 take no bits.
        string graph = $"{Number(1)}{Number(1)}{Number(2 * Items)}{Number(1)}{Kind(1)}1{Number(1)}0{LastValue}";
        string columns = $"1{Number(Items - 1)}0000000{new string('1', (2 * Items) - 1)}";
        string tensor = $"10{Number(Items)}{Number(1)}01{Bits(0x3C00, 16)}{columns}00{Number(1)}11{new string('0', Items)}";
        AssertWithinPromise(File(graph + tensor + NoDescriptions), isValid: true);
    }

    [Fact]
    public void Many_empty_texts_stay_within_the_promise()
    {
        string entries = Repeated(Number(1) + Number(0));
        AssertWithinPromise(File($"{VectorOfOne}{Number(1)}{Kind(5)}1{LastValue}0001{Number(Items)}{entries}"), isValid: true);
    }

    [Fact]
    public void Many_one_letter_texts_stay_within_the_promise()
    {
        string entries = Repeated($"{Number(0)}{Number(1)}1{Bits('k', 7)}{Number(1)}1{Bits('v', 7)}");
        AssertWithinPromise(File($"{VectorOfOne}{Number(1)}{Kind(5)}1{LastValue}0001{Number(Items)}{entries}"), isValid: true);
    }

    [Fact]
    public void Many_inputs_stay_within_the_promise() =>
        AssertWithinPromise(File($"{Number(Items)}{Repeated(Number(1) + Number(1))}{Number(1)}{Kind(5)}1{LastValue}{NoDescriptions}"), isValid: false);

    [Theory]
    [InlineData(1, 16)]
    [InlineData(0, 32)]
    public void Many_numbers_stay_within_the_promise(int format, int bits)
    {
        string numbers = new('0', bits * Items);
        AssertWithinPromise(File($"{Layer(Items)}10{Number(0)}00{Bits(format, 2)}{numbers}{NoDescriptions}"), isValid: true);
    }

    /// <summary>An input of one element and a layer that makes many of it, with a bias.</summary>
    private static string Layer(int outputs) => $"{VectorOfOne}{Number(1)}{Kind(1)}1{Number(outputs)}1{LastValue}";

    /// <summary>A chain of layers of one weight.</summary>
    private static string Layers(int bias) => $"{VectorOfOne}{Number(Items)}{Repeated($"{Kind(1)}1{Number(1)}{bias}")}{LastValue}";

    private static string Kind(int kind) => Bits(kind, 4);

    private static string Repeated(string bits) => new StringBuilder().Insert(0, bits, Items).ToString();

    private static string Number(int value)
    {
        string bits = (value + 1).ToString("B", CultureInfo.InvariantCulture);
        return new string('0', bits.Length - 1) + bits;
    }

    private static string Bits(int value, int count) => value.ToString("B" + count, CultureInfo.InvariantCulture);

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

    private static byte[] File(string bits)
    {
        byte[] content = [.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk).PadRight(8, '0'), 2))];
        return Mutation.WithChecksum([.. Artifact.Magic, Artifact.Version, .. content, 0, 0, 0, 0]);
    }
}
