using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>Takes elements along an axis together: output[row, element] from input[row, 0 to count, element].</summary>
internal static class AxisReduction<TReduction>
    where TReduction : IReduction
{
    public static void Apply(ReadOnlySpan<float> input, Span<float> output, int count, int inner)
    {
        Reduce.RequireLengths(input, output, count, inner);
        int rows = output.Length / inner;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> elements = input.Slice(row * count * inner, count * inner);
            if (inner == 1)
            {
                output[row] = TReduction.Finish(Combined(elements), count);
            }
            else
            {
                Slices(elements, output.Slice(row * inner, inner), count);
            }
        }
    }

    /// <summary>Elements side by side: lane by lane, then the lanes.</summary>
    private static float Combined(ReadOnlySpan<float> elements)
    {
        int lanes = Vector<float>.Count;
        float combined = TReduction.Term(elements[0]);
        int i = 1;
        if (elements.Length >= 2 * lanes)
        {
            Vector<float> vector = TReduction.Term(new Vector<float>(elements));
            for (i = lanes; i <= elements.Length - lanes; i += lanes)
            {
                vector = TReduction.Combine(vector, TReduction.Term(new Vector<float>(elements[i..])));
            }

            combined = vector[0];
            for (int lane = 1; lane < lanes; lane++)
            {
                combined = TReduction.Combine(combined, vector[lane]);
            }
        }

        for (; i < elements.Length; i++)
        {
            combined = TReduction.Combine(combined, TReduction.Term(elements[i]));
        }

        return combined;
    }

    /// <summary>Slices one after another: each vector of the output's elements through all of them.</summary>
    private static void Slices(ReadOnlySpan<float> slices, Span<float> output, int count)
    {
        int inner = output.Length;
        int i = 0;
        for (; i <= inner - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> combined = TReduction.Term(new Vector<float>(slices[i..]));
            for (int k = 1; k < count; k++)
            {
                combined = TReduction.Combine(combined, TReduction.Term(new Vector<float>(slices[((k * inner) + i)..])));
            }

            combined.CopyTo(output[i..]);
        }

        for (; i < inner; i++)
        {
            float combined = TReduction.Term(slices[i]);
            for (int k = 1; k < count; k++)
            {
                combined = TReduction.Combine(combined, TReduction.Term(slices[(k * inner) + i]));
            }

            output[i] = combined;
        }

        for (i = 0; i < inner; i++)
        {
            output[i] = TReduction.Finish(output[i], count);
        }
    }
}
