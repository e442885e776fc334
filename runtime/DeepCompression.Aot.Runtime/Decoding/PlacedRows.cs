using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A fully connected layer that was laid out when the project was built: a view of constants, or of the embedded resource, from which
/// the layouts of groups of rows are made without a copy. What the numbers say is the layout's own.
/// </summary>
/// <remarks>
/// The constants are as much part of the program as its code, and trusted as that is: their numbers are compared with each other, their
/// values are not looked at. They must not move, which constants never do.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PlacedRows
{
    /// <summary>Words behind the last step, so that a load may begin within it.</summary>
    internal const int WordsBehind = 1;

    /// <summary>Describes a layer.</summary>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="order">The row of each place, heaviest first.</param>
    /// <param name="groupEnd">The step, or of lanes the word, behind the last of each group.</param>
    /// <param name="starts">The first column of each step's window; none of lanes.</param>
    /// <param name="rowSums">Sums of each place's weights in arithmetic of integers; otherwise none.</param>
    /// <param name="words">The slots of all steps, and a zero behind them.</param>
    /// <param name="bias">The bias of each place of all groups; none where all are 0.</param>
    public PlacedRows(
        int columns,
        ReadOnlySpan<int> order,
        ReadOnlySpan<int> groupEnd,
        ReadOnlySpan<ushort> starts,
        ReadOnlySpan<int> rowSums,
        ReadOnlySpan<uint> words,
        ReadOnlySpan<float> bias)
    {
        Columns = columns;
        Order = order;
        GroupEnd = groupEnd;
        Starts = starts;
        RowSums = rowSums;
        Words = words;
        Bias = bias;
    }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>The row of each place.</summary>
    public ReadOnlySpan<int> Order { get; }

    /// <summary>Where each group ends.</summary>
    public ReadOnlySpan<int> GroupEnd { get; }

    /// <summary>The first column of each step's window.</summary>
    public ReadOnlySpan<ushort> Starts { get; }

    /// <summary>Sums of each place's weights.</summary>
    public ReadOnlySpan<int> RowSums { get; }

    /// <summary>The slots of all steps, and a zero behind them.</summary>
    public ReadOnlySpan<uint> Words { get; }

    /// <summary>The bias of each place.</summary>
    public ReadOnlySpan<float> Bias { get; }

    /// <summary>Refuses numbers that contradict each other.</summary>
    /// <param name="groupRows">Rows of a group.</param>
    /// <param name="steps">What the groups must have in all.</param>
    /// <param name="words">Words of all steps.</param>
    /// <exception cref="ArgumentException">A number differs.</exception>
    internal void Require(int groupRows, int steps, int words)
    {
        ThrowHelper.RequireLength(nameof(GroupEnd), (Order.Length + groupRows - 1) / groupRows, GroupEnd.Length);
        ThrowHelper.RequireLength(nameof(GroupEnd), steps, GroupEnd.IsEmpty ? 0 : GroupEnd[^1]);
        ThrowHelper.RequireLength(nameof(Words), words + WordsBehind, Words.Length);
        ThrowHelper.RequireLength(nameof(Bias), Bias.IsEmpty ? 0 : GroupEnd.Length * groupRows, Bias.Length);
    }

    /// <summary>The slots of all steps.</summary>
    internal FixedNumbers<uint> WordsOfSteps => FixedNumbers<uint>.InPlace(Words[..^WordsBehind]);

    /// <summary>The bias of each place, zeros where the layer has none.</summary>
    internal FixedNumbers<float> BiasOfPlaces(int groupRows) =>
        Bias.IsEmpty ? FixedNumbers<float>.Copy(new float[GroupEnd.Length * groupRows]) : FixedNumbers<float>.InPlace(Bias);
}
