using System.Runtime.Intrinsics;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Operations;

/// <summary>Element-wise operations over lengths from 0 to several vectors, at the start and at the end of guarded memory.</summary>
public class ElementwiseTests
{
    private const int MaxLength = 67;
    private static readonly float[] SpecialValues =
        [0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    [LinuxFact]
    public void Relu_keeps_what_is_not_negative() => ForEachLength((input, output) =>
    {
        Relu.Apply(input.Span, output.Span);
        for (int i = 0; i < input.Span.Length; i++)
        {
            RequireSameBits(Rectified(input.Span[i]), output.Span[i]);
        }
    });

    [LinuxFact]
    public void Relu_works_in_place() => ForEachLength((input, output) =>
    {
        Relu.Apply(input.Span, output.Span);
        Relu.Apply(input.Span, input.Span);
        Assert.Equal(output.Span, input.Span);
    });

    [Fact]
    public void Relu_is_the_same_in_every_width()
    {
        foreach (float value in SpecialValues)
        {
            float expected = Rectified(value);
            RequireSameBits(expected, Relu.Apply(value));
            RequireSameBits(expected, Relu.Apply(Vector128.Create(value))[3]);
            RequireSameBits(expected, Relu.Apply(Vector256.Create(value))[7]);
            RequireSameBits(expected, Relu.Apply(Vector512.Create(value))[15]);
        }
    }

    [LinuxFact]
    public void Add_adds_element_by_element_rectified_on_request_and_in_place() => ForEachLength((left, right) =>
    {
        float[] expected = [.. left.Span.ToArray().Zip(right.Span.ToArray(), (a, b) => a + b)];
        var output = new float[left.Span.Length];
        Add.Apply(left.Span, right.Span, output);
        Assert.Equal(expected, output);
        Add.ApplyRelu(left.Span, right.Span, output);
        Assert.Equal(expected.Select(Rectified), output);
        Add.Apply(left.Span, right.Span, right.Span);
        Assert.Equal(expected, right.Span);
    });

    [Fact]
    public void Spans_of_other_lengths_are_refused_by_name()
    {
        var exception = Assert.Throws<ArgumentException>("output", () => Relu.Apply(new float[3], new float[2]));
        Assert.StartsWith("'output' must have exactly 3 elements, but has 2.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("right", () => Add.Apply(new float[3], new float[2], new float[3]));
        Assert.Throws<ArgumentException>("output", () => Add.Apply(new float[3], new float[3], new float[4]));
        Assert.Throws<ArgumentException>("output", () => Softmax.Apply(new float[3], new float[4]));
    }

    private static float Rectified(float value) => float.IsNaN(value) || value >= 0 ? value : 0;

    private static void RequireSameBits(float expected, float actual) =>
        Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(actual));

    private static void ForEachLength(Action<GuardedMemory<float>, GuardedMemory<float>> check)
    {
        var random = new Random(21);
        for (int length = 0; length <= MaxLength; length++)
        {
            foreach (bool atStart in new[] { false, true })
            {
                using var first = new GuardedMemory<float>(length, atStart);
                using var second = new GuardedMemory<float>(length, atStart);
                for (int i = 0; i < length; i++)
                {
                    int special = random.Next(3 * SpecialValues.Length);
                    first.Span[i] = special < SpecialValues.Length ? SpecialValues[special] : random.NextSingle() - 0.5f;
                    second.Span[i] = random.NextSingle() - 0.5f;
                }

                check(first, second);
            }
        }
    }
}
