using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>Writes the steps of <see cref="WindowRows"/>, which says where each field is.</summary>
internal sealed class WindowRowsBuilder(SparseRows<ushort> codes, int columns, bool paired)
{
    /// <summary>Where the place of each slot begins in a word.</summary>
    private static readonly int[] PlaceBits = [0, 16, 10];

    /// <summary>Where the code of each slot begins.</summary>
    private static readonly int[] CodeBits = [5, 21, 26];

    private readonly WindowWalk _walk = new(codes.Start, codes.Columns, columns, paired);
    private readonly List<uint> _words = new(codes.Columns.Length);
    private readonly List<ushort> _starts = [];

    public WindowRows Build(ReadOnlySpan<float> codebook, ReadOnlySpan<float> bias)
    {
        var groupEnd = new int[_walk.Groups];
        for (int group = 0; group < groupEnd.Length; group++)
        {
            _walk.Begin(group);
            while (_walk.MoveNext())
            {
                AppendStep();
            }

            groupEnd[group] = _starts.Count;
        }

        var values = new float[WindowRows.MaxCentroids + 1];
        codebook.CopyTo(values);
        var biasOfPlace = new float[groupEnd.Length * _walk.GroupRows];
        for (int place = 0; place < bias.Length; place++)
        {
            biasOfPlace[place] = bias[_walk.Order[place]];
        }

        return new WindowRows(
            _walk, columns, AlignedArray.Of(CollectionsMarshal.AsSpan(_words)), [.. _starts], groupEnd, values, biasOfPlace);
    }

    private void AppendStep()
    {
        int first = _words.Count;
        CollectionsMarshal.SetCount(_words, first + WindowWalk.Lanes);
        Span<uint> words = CollectionsMarshal.AsSpan(_words)[first..];
        for (int lane = 0; lane < words.Length; lane++)
        {
            uint word = ((uint)_walk.SecondRows >> lane) << 31;
            for (int slot = 0; slot < WindowWalk.SlotsPerLane; slot++)
            {
                int weight = _walk.Slots[(slot * WindowWalk.Lanes) + lane];
                if (weight != WindowWalk.Empty)
                {
                    word |= (uint)(codes.Columns[weight] - _walk.Start) << PlaceBits[slot];
                    word |= (uint)codes.Values[weight] << CodeBits[slot];
                }
            }

            words[lane] = word;
        }

        _starts.Add((ushort)_walk.Start);
    }
}
