using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

/// <summary>What steps of recurrent layers are made of, over lengths from none to several vectors, in guarded memory.</summary>
public class RecurrenceTests
{
    private delegate void Operation(Span<float> target, ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third);

    [Fact]
    public void A_sum_is_added_to_what_is_there() =>
        Check((target, first, _, _) => Recurrence.Add(target, first), (before, a, _, _) => before + a);

    [Fact]
    public void A_product_takes_the_place_of_its_factor() =>
        Check((target, first, _, _) => Recurrence.Multiply(target, first), (before, a, _, _) => before * a);

    [Fact]
    public void A_product_is_added_to_what_is_there() =>
        Check((target, first, second, _) => Recurrence.AddProduct(target, first, second), (before, a, b, _) => before + ((double)a * b));

    [Fact]
    public void A_blend_is_as_much_of_the_state_before_as_its_gate_says() =>
        Check((target, first, second, third) => Recurrence.Blend(first, second, third, target), (_, a, b, c) => ((1.0 - a) * b) + ((double)a * c));

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>(() => Recurrence.Add(new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => Recurrence.Multiply(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Recurrence.AddProduct(new float[3], new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => Recurrence.Blend(new float[3], new float[3], new float[2], new float[3]));
    }

    private static void Check(Operation operation, Func<float, float, float, float, double> expected)
    {
        for (int length = 0; length <= 67; length++)
        {
            float[][] numbers = [.. Enumerable.Range(0, 4).Select(seed => Numbers(length, (seed * 100) + length))];
            using var target = new GuardedMemory<float>(numbers[0]);
            using var first = new GuardedMemory<float>(numbers[1], atStart: true);
            using var second = new GuardedMemory<float>(numbers[2]);
            using var third = new GuardedMemory<float>(numbers[3]);

            operation(target.Span, first.Span, second.Span, third.Span);

            for (int i = 0; i < length; i++)
            {
                Assert.Equal(expected(numbers[0][i], numbers[1][i], numbers[2][i], numbers[3][i]), target.Span[i], 1e-6);
            }
        }
    }

    private static float[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
