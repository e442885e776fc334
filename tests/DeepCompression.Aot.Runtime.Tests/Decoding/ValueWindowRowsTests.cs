using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Tests.Decoding;

public class ValueWindowRowsTests
{
    [Fact]
    public void Every_weight_has_one_slot_whose_low_bits_are_its_place() => Properties.Check(random =>
    {
        var shape = new TensorShape(random.Next(1, 60), WindowRows.MinColumns + random.Next(0, random.Next(1, 300)));
        RandomTensor tensor = RandomTensor.Create(random, shape, random.NextDouble() * random.NextDouble(), random.Next(1, 256), 1);
        ValueWindowRows rows = ValueWindowRows.Unpack(tensor.Packed, tensor.Codebook, [], slotsPerLane: random.Next(2, 4));
        float[] dense = Dense(rows);
        for (int i = 0; i < dense.Length; i++)
        {
            Assert.Equal(tensor.Dense[i], dense[i], Math.Abs(tensor.Dense[i]) * Math.Pow(2, -19));
        }
    });

    [Theory]
    [InlineData(1f, 16)]
    [InlineData(-0.7500001f, 16)]
    [InlineData(1e-42f, 16)]
    [InlineData(float.MaxValue, 31)]
    [InlineData(-float.MaxValue, 31)]
    [InlineData(float.Epsilon, 31)]
    public void A_word_is_a_finite_number_close_to_the_weight_that_ends_in_its_place(float weight, int units)
    {
        for (uint place = 0; place < 32; place++)
        {
            uint word = ValueWindowBuilder.Word(weight, place);
            Assert.Equal(place, word & 31);
            Assert.True(float.IsFinite(BitConverter.UInt32BitsToSingle(word)));

            // Numbers of one sign are ordered as their bits are.
            Assert.InRange(Math.Abs((long)word - BitConverter.SingleToUInt32Bits(weight)), 0, units);
        }
    }

    /// <summary>Reads every slot where the layout's documentation says it is.</summary>
    private static unsafe float[] Dense(ValueWindowRows rows)
    {
        var dense = new float[rows.Rows * rows.Columns];
        int step = 0;
        uint* word = rows.Words.First;
        for (int group = 0; group < rows.GroupEnd.Length; group++)
        {
            for (; step < rows.GroupEnd[group]; step++)
            {
                for (int slot = 0; slot < 16 * rows.SlotsPerLane; slot++, word++)
                {
                    if (*word != 0)
                    {
                        int row = rows.Order[(group * 16) + (slot % 16)];
                        ref float weight = ref dense[(row * rows.Columns) + rows.Starts[step] + (int)(*word & 31)];
                        Assert.Equal(0, weight);
                        weight = BitConverter.UInt32BitsToSingle(*word);
                    }
                }
            }
        }

        GC.KeepAlive(rows);
        return dense;
    }
}
