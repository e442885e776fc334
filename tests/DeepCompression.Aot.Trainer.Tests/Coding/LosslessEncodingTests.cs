using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Networks;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Coding;

/// <summary>What must stay as it is: numbers of their own, codebooks in steps, tensors without gaps.</summary>
public sealed class LosslessEncodingTests
{
    [Fact]
    public void Kept_weights_come_out_bit_by_bit_in_whatever_form()
    {
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var shape = new TensorShape(random.Next(1, 12), random.Next(1, 120));
            float[] weights = Draw(random, (int)shape.ElementCount);
            (Tensor tensor, LayerMethod method) = WeightEncoder.Encode(shape, weights, weights, 8, keep: true);
            Tensor bias = WeightEncoder.EncodeExactly(new TensorShape(shape.Rows), weights[..shape.Rows]);
            Artifact read = ArtifactReader.Read(ArtifactWriter.Write(Network(shape), [tensor, bias]));
            return method != LayerMethod.Shared
                && read.Tensors[0].Equals(tensor)
                && SameBits(weights, read.Tensors[0].ToDense())
                && SameBits(weights[..shape.Rows], read.Tensors[1].ToDense());
        }).Require();
    }

    [Fact]
    public void Numbers_are_split_and_joined_again()
    {
        Prop.ForAll<uint>(bits =>
        {
            uint fraction = bits & 0x7F_FFFF;
            int lead = SplitNumber.Lead(bits, NumberFormat.Single);
            ushort half = (ushort)bits;
            int halfLead = SplitNumber.Lead(half, NumberFormat.Half);
            return lead == (2 * (int)(bits >> 23 & 0xFF)) + (int)(bits >> 31)
                && (BitConverter.SingleToUInt32Bits(SplitNumber.Join(lead, fraction, NumberFormat.Single)) == bits || (bits >> 23 & 0xFF) == 0xFF)
                && (SplitNumber.Join(halfLead, half & 0x3FFu, NumberFormat.Half).Equals((float)BitConverter.UInt16BitsToHalf(half)));
        }).Require();
    }

    [Fact]
    public void Ranks_ascend_with_the_numbers_and_lead_back_to_them()
    {
        float[] ascending = [float.MinValue, -1, -1e-40f, -0f, 0, float.Epsilon, 1e-40f, 0.5f, MathF.BitIncrement(0.5f), float.MaxValue];

        Assert.Equal(ascending, ascending.Select(value => CodebookSteps.FromRank(CodebookSteps.Rank(value))));
        Assert.Equal(0, CodebookSteps.Between(ascending, 8));
        Assert.All(Enumerable.Range(1, ascending.Length - 1), i => Assert.True(CodebookSteps.Between(ascending, i) >= 0));
    }

    [Fact]
    public void Steps_that_no_number_can_say_are_not_taken()
    {
        Assert.False(CodebookSteps.CanHold([-4, 4]));
        Assert.True(CodebookSteps.CanHold([-0.5f, 0.5f]));
    }

    [Fact]
    public void A_tensor_with_hardly_a_zero_pays_for_no_gaps()
    {
        int[] assignment = [.. Enumerable.Range(0, 4000).Select(i => i % 97 == 5 ? -1 : i * 7 % 16)];
        float[] centroids = [.. Enumerable.Range(1, 16).Select(i => i / 16f)];
        CodedTensor smallest = CodedTensorEncoder.Encode(new TensorShape(40, 100), assignment, centroids, NumberFormat.Half);
        CodedTensor paper = CodedTensorEncoder.Encode(new TensorShape(40, 100), assignment, centroids, NumberFormat.Half, CodingScheme.Paper);

        Assert.False(((HuffmanWeightCode)smallest.Code).HasGaps);
        Assert.True(smallest.BitCount < paper.BitCount - 3000);
        Assert.Equal(paper.ToDense(), smallest.ToDense());
    }

    /// <summary>Weights of any density, few values or many, in half or single precision, of like or of very different magnitudes.</summary>
    private static float[] Draw(Random random, int count)
    {
        double density = random.Next(3) switch { 0 => 1, 1 => 0.97, _ => random.NextDouble() };
        int values = random.Next(2) == 0 ? random.Next(1, 300) : int.MaxValue;
        bool isHalf = random.Next(3) == 0;
        double octaves = isHalf || random.Next(3) > 0 ? 3 : 70;
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < density ? One() : 0)];

        float One()
        {
            var own = new Random(random.Next(values));
            double value = (own.NextDouble() - 0.5) * Math.Pow(2, (own.NextDouble() - 0.5) * octaves);
            return isHalf ? (float)(Half)value : (float)value;
        }
    }

    private static Graph Network(TensorShape shape)
    {
        var builder = new GraphBuilder();
        return builder.Build(builder.Linear(builder.Input(shape.RowLength), shape.RowLength, shape.Rows, "fc"));
    }

    private static bool SameBits(float[] expected, float[] actual) =>
        expected.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(actual.Select(BitConverter.SingleToUInt32Bits));
}
