using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// The weights of a parameter that a mask or a codebook leaves, side by side in the order of their places: training touches nothing
/// else of a pruned parameter.
/// </summary>
internal sealed class KeptWeights
{
    private readonly int _length;
    private readonly int[] _places;

    /// <param name="places">Where they lie in the parameter, ascending.</param>
    /// <param name="dense">The values of the parameter.</param>
    public KeptWeights(int[] places, ReadOnlySpan<float> dense)
    {
        _length = dense.Length;
        _places = places;
        Values = new AlignedBuffer(places.Length);
        Gradient = new AlignedBuffer(places.Length);
        Collect(0, dense, Values.Span);
    }

    /// <summary>Where they lie in the parameter, ascending.</summary>
    public ReadOnlySpan<int> Places => _places;

    public int Count => _places.Length;

    /// <summary>The fraction of the parameter that they are.</summary>
    public double Density => (double)Count / _length;

    /// <summary>Their values, (count).</summary>
    public AlignedBuffer Values { get; }

    /// <summary>Their gradient, (count).</summary>
    public AlignedBuffer Gradient { get; }

    /// <summary>Takes some of them, from the given number on, out of a dense tensor.</summary>
    public void Collect(int start, ReadOnlySpan<float> dense, Span<float> kept)
    {
        ReadOnlySpan<int> places = _places.AsSpan(start, kept.Length);
        for (int i = 0; i < places.Length; i++)
        {
            kept[i] = dense[places[i]];
        }
    }

    /// <summary>The values of the weights of these numbers.</summary>
    public void Select(ReadOnlySpan<int> numbers, Span<float> values)
    {
        ReadOnlySpan<float> all = Values.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = all[numbers[i]];
        }
    }

    /// <summary>Writes some of them, from the given number on, to their places in a dense tensor.</summary>
    public void Scatter(int start, ReadOnlySpan<float> kept, Span<float> dense)
    {
        ReadOnlySpan<int> places = _places.AsSpan(start, kept.Length);
        for (int i = 0; i < places.Length; i++)
        {
            dense[places[i]] = kept[i];
        }
    }

    /// <summary>For each weight of the parameter, whether it is one of them.</summary>
    public bool[] ToMask()
    {
        var mask = new bool[_length];
        foreach (int place in _places)
        {
            mask[place] = true;
        }

        return mask;
    }

    /// <summary>A dense tensor of numbers that are given for the kept weights only.</summary>
    public T[] Expand<T>(ReadOnlySpan<T> kept, T others)
    {
        var dense = new T[_length];
        Array.Fill(dense, others);
        for (int i = 0; i < kept.Length; i++)
        {
            dense[_places[i]] = kept[i];
        }

        return dense;
    }
}
