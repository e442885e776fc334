using System.ComponentModel;
using System.Numerics;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// What the steps of recurrent layers are made of beside products and functions: sums and products of a few vectors, element by
/// element. Results that are written over what they are computed from need no memory of their own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Recurrence
{
    /// <summary>target[i] += values[i].</summary>
    /// <param name="target">The sums.</param>
    /// <param name="values">As many numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add(Span<float> target, ReadOnlySpan<float> values)
    {
        ThrowHelper.RequireLength(nameof(values), target.Length, values.Length);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + new Vector<float>(values[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += values[i];
        }
    }

    /// <summary>target[i] *= values[i].</summary>
    /// <param name="target">The products.</param>
    /// <param name="values">As many numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Multiply(Span<float> target, ReadOnlySpan<float> values)
    {
        ThrowHelper.RequireLength(nameof(values), target.Length, values.Length);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) * new Vector<float>(values[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] *= values[i];
        }
    }

    /// <summary>target[i] += left[i] · right[i]: how a peephole shows a cell to a gate.</summary>
    /// <param name="target">The sums.</param>
    /// <param name="left">As many factors.</param>
    /// <param name="right">As many factors.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddProduct(Span<float> target, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ThrowHelper.RequireLength(nameof(left), target.Length, left.Length);
        ThrowHelper.RequireLength(nameof(right), target.Length, right.Length);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(left[i..]) * new Vector<float>(right[i..]))).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += left[i] * right[i];
        }
    }

    /// <summary>state[i] = (1 − update[i]) · candidate[i] + update[i] · before[i]: the end of a GRU's step.</summary>
    /// <param name="update">The update gate.</param>
    /// <param name="candidate">As many candidates.</param>
    /// <param name="before">As many elements of the state before.</param>
    /// <param name="state">Receives the state.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Blend(ReadOnlySpan<float> update, ReadOnlySpan<float> candidate, ReadOnlySpan<float> before, Span<float> state)
    {
        ThrowHelper.RequireLength(nameof(update), state.Length, update.Length);
        ThrowHelper.RequireLength(nameof(candidate), state.Length, candidate.Length);
        ThrowHelper.RequireLength(nameof(before), state.Length, before.Length);
        int i = 0;
        for (; i <= state.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var share = new Vector<float>(update[i..]);
            (((Vector<float>.One - share) * new Vector<float>(candidate[i..])) + (share * new Vector<float>(before[i..]))).CopyTo(state[i..]);
        }

        for (; i < state.Length; i++)
        {
            state[i] = ((1 - update[i]) * candidate[i]) + (update[i] * before[i]);
        }
    }
}
