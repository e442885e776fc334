using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Tests.Decoding;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>8-bit products against exact sums of the rounded numbers, in guarded memory.</summary>
public class ByteWindowProductTests
{
    [LinuxFact]
    public void Products_are_exact_sums_of_rounded_numbers() => Properties.Check(random =>
    {
        int width = ByteWindowRowsTests.Widths[random.Next(ByteWindowRowsTests.Widths.Length)];
        RandomTensor tensor = ByteWindowRowsTests.Draw(random, width);
        float[] bias = random.Next(2) == 0 ? [] : Numbers(random, tensor.Rows, -0.5f);
        float[] numbers = Numbers(random, tensor.RowLength, random.Next(2) == 0 ? 0 : -0.4f);
        ActivationBytes activations = random.Next(2) == 0
            ? ActivationBytes.Of(numbers)
            : ActivationBytes.Calibrated(0.3f, mayBeNegative: random.Next(2) == 0);
        bool relu = random.Next(2) == 0;
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, bias, width);
        bool atStart = random.Next(2) == 0;
        using var input = new GuardedMemory<float>(numbers, atStart);
        using var scratch = new GuardedMemory<float>(ByteWindowProduct.ScratchLength(numbers.Length), atStart);
        using var output = new GuardedMemory<float>(tensor.Rows, atStart);

        scratch.Span.Fill(float.NaN);
        ByteWindowProduct.Apply(rows, input.Span, activations, scratch.Span, output.Span, relu);

        long[] sums = Sums(tensor, rows, numbers, activations);
        Assert.Equal(sums, ScalarSums(rows, numbers, activations));
        for (int row = 0; row < tensor.Rows; row++)
        {
            double sum = (sums[row] * (double)activations.Scale * rows.WeightScale) + (bias.Length == 0 ? 0 : bias[row]);
            Assert.Equal(relu ? Math.Max(sum, 0) : sum, output.Span[row], 1e-6 * (Math.Abs(sum) + 1));
        }
    });

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void The_largest_activations_and_weights_do_not_overflow(int width)
    {
        RandomTensor tensor = RandomTensor.Create(new Random(2), new TensorShape(1, 65_536), 1, 1, 1);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], width);
        var scratch = new float[ByteWindowProduct.ScratchLength(65_536)];
        var output = new float[1];
        float[] input = [.. Enumerable.Repeat(2f, 65_536)];
        ByteWindowProduct.Apply(rows, input, ActivationBytes.Of(input), scratch, output, relu: false);
        Assert.Equal(2 * 0.25 * 65_536, output[0], 0.01);
    }

    [Fact]
    public void Activations_of_zero_give_the_bias()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(2), new TensorShape(3, 90), 0.5, 9, 1);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, (float[])[1, -2, 3], 64);
        var output = new float[3];
        ActivationBytes none = ActivationBytes.Of(new float[90]);
        ByteWindowProduct.Apply(rows, new float[90], none, new float[32], output, relu: true);
        Assert.Equal([1, 0, 3], output);
    }

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        RandomTensor tensor = RandomTensor.Create(new Random(5), new TensorShape(6, 40), 0.3, 9, 1);
        ByteWindowRows rows = ByteWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], 64);
        Assert.Throws<ArgumentException>("input", () => Apply(39, 32, 6));
        Assert.Throws<ArgumentException>("workspace", () => Apply(40, 31, 6));
        Assert.Throws<ArgumentException>("output", () => Apply(40, 32, 7));

        void Apply(int input, int scratch, int output) =>
            ByteWindowProduct.Apply(rows, new float[input], default, new float[scratch], new float[output], relu: false);
    }

    /// <summary>Sums over columns of rounded weights times rounded activations, less what their offset adds.</summary>
    private static long[] Sums(RandomTensor tensor, ByteWindowRows rows, float[] input, ActivationBytes activations)
    {
        var bytes = new byte[input.Length];
        activations.Convert(input, bytes);
        return
        [
            .. Enumerable.Range(0, tensor.Rows).Select(row => Enumerable.Range(0, input.Length).Sum(column =>
                (bytes[column] - activations.Offset)
                    * (long)rows.Codebook[Array.IndexOf(tensor.Codebook, tensor.Dense[(row * input.Length) + column])])),
        ];
    }

    /// <summary>The form for processors without AVX-512 VBMI, whatever this one is.</summary>
    private static unsafe long[] ScalarSums(ByteWindowRows rows, float[] input, ActivationBytes activations)
    {
        var bytes = new byte[Math.Max(input.Length, 128)];
        activations.Convert(input, bytes.AsSpan(0, input.Length));
        var output = new long[rows.Rows];
        int* sums = stackalloc int[16];
        fixed (byte* x = bytes)
        fixed (sbyte* codebook = rows.Codebook)
        fixed (ushort* starts = rows.Starts)
        {
            int step = 0;
            for (int group = 0; group < rows.GroupEnd.Length; step = rows.GroupEnd[group++])
            {
                uint* words = rows.Words.First + ByteWindowBuilder.WordsOf(step, rows.Width);
                int count = rows.GroupEnd[group] - step;
                switch (rows.Width)
                {
                    case 64: ScalarByteWindowSteps.Sum<ByteWindow64>(words, starts + step, count, x, codebook, sums); break;
                    case 128: ScalarByteWindowSteps.Sum<ByteWindow128>(words, starts + step, count, x, codebook, sums); break;
                    default: WideByteWindowSteps.SumOneByOne(words, starts + step, count, x, codebook, sums); break;
                }

                for (int place = group * 16; place < Math.Min((group + 1) * 16, rows.Rows); place++)
                {
                    output[rows.Order[place]] = sums[place % 16] - ((long)rows.RowSum[place] * activations.Offset);
                }
            }
        }

        GC.KeepAlive(rows);
        return output;
    }

    private static float[] Numbers(Random random, int count, float lowest) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + lowest)];
}
