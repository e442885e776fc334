using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class WeightDecoderTests
{
    [Fact]
    public void Decodes_what_the_reference_decoder_reads() => Properties.Check(random =>
    {
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(random.Next(1, 40), random.Next(1, 90)));
        List<(int Position, int Code)> expected = [];
        var reference = new CodedWeightReader(tensor.Coded);
        int next = 0;
        while (reference.MoveNext())
        {
            next += reference.Gap;
            expected.Add((next++, reference.Index + 1));
        }

        int blockLength = random.Next(1, 100);
        Assert.Equal(expected, Decode(tensor.Packed, blockLength));
    });

    [Fact]
    public void Four_lanes_decode_what_one_does_in_blocks_of_any_length() => Properties.Check(random =>
    {
        int weights = random.Next(4, 7) * StreamMarks.GroupLength;
        int columns = random.Next(40, 90);
        RandomTensor tensor = RandomTensor.Create(
            random, new TensorShape(weights * 2 / columns, columns), density: 0.5 + (random.NextDouble() / 2), random.Next(1, 256), random.Next(4));
        List<(int Position, int Code)> one = Decode(tensor.Pack(tensor.Words, marks: []), WeightDecoder.BlockLength);
        Assert.Equal(one, Decode(tensor.Packed, WeightDecoder.BlockLength));
        Assert.Equal(one, Decode(tensor.Packed, random.Next(StreamMarks.GroupLength, 3 * StreamMarks.GroupLength)));
        Assert.Equal(one, Decode(tensor.Packed, random.Next(1, StreamMarks.GroupLength)));
    });

    [Fact]
    public void Marks_of_another_stream_are_reported() => Properties.Check(random =>
    {
        RandomTensor tensor = RandomTensor.Create(random, new TensorShape(300, 60), density: 0.7, centroids: 31, resolution: 1);
        int[] marks = [.. tensor.Marks];
        marks[random.Next(marks.Length)] += random.Next(2) == 0 ? 1 : -1;
        var exception = Assert.Throws<InvalidOperationException>(() => Decode(tensor.Pack(tensor.Words, marks), WeightDecoder.BlockLength));
        Assert.StartsWith("The packed weights are corrupt: ", exception.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Marks_of_another_number_of_weights_are_refused() => Assert.Throws<ArgumentException>(() =>
    {
        RandomTensor tensor = RandomTensor.Create(new Random(1), new TensorShape(300, 60), density: 0.7, centroids: 31, resolution: 1);
        tensor.Pack(tensor.Words, tensor.Marks.AsSpan(1));
    });

    [LinuxFact]
    public void Never_reads_outside_a_damaged_stream_and_reports_it_or_gives_weights_inside_the_tensor() => Properties.Check(random =>
    {
        RandomTensor tensor = random.Next(4) > 0
            ? RandomTensor.Create(random, new TensorShape(random.Next(1, 20), random.Next(1, 60)))
            : RandomTensor.Create(random, new TensorShape(300, 60), density: 0.7, centroids: 31, random.Next(4));
        ulong[] words = tensor.Words;
        if (words.Length == 0)
        {
            return;
        }

        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            words[random.Next(words.Length)] ^= 1ul << random.Next(64);
        }

        int least = (tensor.Coded.WeightCount + 63) / 64;
        using var guarded = new GuardedMemory<ulong>(words.AsSpan(0, random.Next(least, words.Length + 1)), random.Next(2) == 0);
        PackedTensor packed = tensor.Pack(guarded.Span, tensor.Marks);
        try
        {
            List<(int Position, int Code)> weights = Decode(packed, tensor.Marks.Length > 0 ? WeightDecoder.BlockLength : 7);
            Assert.All(weights, weight => Assert.InRange(weight.Position, 0, tensor.Dense.Length - 1));
            Assert.All(weights, weight => Assert.InRange(weight.Code, 1, tensor.Codebook.Length - 1));
            Assert.Equal(weights, weights.DistinctBy(weight => weight.Position).OrderBy(weight => weight.Position));
        }
        catch (InvalidOperationException exception)
        {
            Assert.StartsWith("The packed weights are corrupt: ", exception.Message, StringComparison.Ordinal);
        }
    });

    [Theory]
    [InlineData(65, new[] { 0ul, 0x8000_0000_0000_0000ul }, "a codeword of the stream is not in its code")]
    [InlineData(65, new[] { 0ul, 0x4000_0000_0000_0000ul }, "the stream goes on after the last weight")]
    [InlineData(65, new[] { 0ul, 0ul, 0ul }, "the stream goes on after the last weight")]
    [InlineData(0, new[] { 0ul }, "the stream goes on after the last weight")]
    public void Names_the_broken_rule(int weightCount, ulong[] words, string problem)
    {
        // One gap, which takes no bits, and one centroid with the lone codeword 0: a weight is a zero bit.
        var exception = Assert.Throws<InvalidOperationException>(() =>
            Decode(new PackedTensor(words, weightCount, 1, 100, [], 0, [1, 0], [1]), blockLength: 512));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_ends_early_is_reported()
    {
        // Two bits for each gap and one for each index: 32 weights take 96 bits, but there are 64.
        var exception = Assert.Throws<InvalidOperationException>(() =>
            Decode(new PackedTensor([0ul], 32, 1, 100, [], 1, [2, 2, 2, 2], [1]), blockLength: 512));
        Assert.Contains("the stream ends early", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_beyond_the_end_is_reported()
    {
        // The gaps 0 and 1 have the codewords 0 and 1, the index 0: 1·0 0·0 0·0 are the elements 1, 2 and 3 of three.
        var exception = Assert.Throws<InvalidOperationException>(() =>
            Decode(new PackedTensor([0x8000_0000_0000_0000ul], 3, 1, 3, [], 0, [1, 1, 0], [1]), blockLength: 512));
        Assert.Contains("a gap leads beyond the tensor's end", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_among_the_live_columns_ends_with_them()
    {
        // Of the columns 0 to 4 the columns 1 and 3 are live, so two rows have four places: the gap 3 is the last, one more is beyond.
        ReadOnlySpan<int> runs = [1, 1, 1, 1];
        Assert.Equal([(3, 1)], Decode(new PackedTensor([0ul], 1, 2, 5, runs, 1, [0, 0, 0, 1], [1]), blockLength: 512));
        Assert.Throws<InvalidOperationException>(() =>
            Decode(new PackedTensor([0ul], 1, 2, 5, [1, 1, 1, 1], 1, [0, 0, 0, 0, 1], [1]), blockLength: 512));
    }

    [Fact]
    public void A_gap_of_more_bits_than_a_look_up_has_is_read_whole()
    {
        // At resolution 0 the class 17 begins at 65,536 and has 16 plain bits; ones in all of them make 131,071, then the index 0.
        PackedTensor packed = new([0xFFFF_0000_0000_0000ul], 1, 1, 131_072, [], 0, [.. new byte[17], 1], [1]);
        Assert.Equal([(131_071, 1)], Decode(packed, blockLength: 512));
        Assert.Throws<InvalidOperationException>(() =>
            Decode(new PackedTensor([0xFFFF_0000_0000_0000ul], 1, 1, 131_071, [], 0, [.. new byte[17], 1], [1]), blockLength: 512));
    }

    private static List<(int Position, int Code)> Decode(PackedTensor tensor, int blockLength)
    {
        var decoder = new WeightDecoder(tensor, new uint[WeightTable.Length]);
        var positions = new int[blockLength];
        var codes = new byte[blockLength];
        List<(int Position, int Code)> weights = [];
        int count;
        while ((count = decoder.Read(positions, codes)) > 0)
        {
            weights.AddRange(positions.Take(count).Zip(codes, (position, code) => (position, (int)code)));
        }

        return weights;
    }
}
