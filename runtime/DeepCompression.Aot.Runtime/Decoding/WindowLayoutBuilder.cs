namespace DeepCompression.Aot.Runtime;

/// <summary>Walks the weights of a layer and collects the steps of a sliding-window layout; what a step looks like is the layout's own.</summary>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal abstract class WindowLayoutBuilder
{
    private readonly List<ushort> _starts = [];
    private uint[] _words;
    private int _wordCount;

    /// <summary>Prepares a layout.</summary>
    /// <param name="codes">Rows without fillers whose values are the numbers of codes, or values where the layout holds these.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="shape">The steps' shape.</param>
    protected WindowLayoutBuilder(RowWeights codes, int columns, WindowShape shape)
    {
        Codes = codes;
        Columns = columns;
        Walk = new WindowWalk(codes.Start, codes.Columns, columns, shape);
        GroupEnd = new int[Walk.Groups];
        _words = new uint[codes.Columns.Length];
    }

    public int Columns { get; }

    public RowWeights Codes { get; }

    public WindowWalk Walk { get; }

    /// <summary>The step behind the last of each group.</summary>
    public int[] GroupEnd { get; }

    /// <summary>The words of all steps.</summary>
    public ReadOnlySpan<uint> Words => _words.AsSpan(0, _wordCount);

    /// <summary>The first column of each step's window.</summary>
    public ushort[] Starts => [.. _starts];

    /// <summary>Collects the steps of all groups.</summary>
    protected void Collect()
    {
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            Walk.Begin(group);
            int steps = 0;
            while (Walk.MoveNext())
            {
                _starts.Add((ushort)Walk.Start);
                AppendStep(steps++);
            }

            EndGroup(steps);
            GroupEnd[group] = _starts.Count;
        }
    }

    /// <summary>Writes the walk's current step.</summary>
    /// <param name="step">Its number within the group.</param>
    protected abstract void AppendStep(int step);

    /// <summary>Completes a group.</summary>
    /// <param name="steps">Its steps.</param>
    protected virtual void EndGroup(int steps)
    {
    }

    /// <summary>Adds a step without weights.</summary>
    protected void AddEmptyStart() => _starts.Add(0);

    /// <summary>Adds words, all zero; the span is valid until the next call.</summary>
    protected Span<uint> Add(int words)
    {
        if (words > _words.Length - _wordCount)
        {
            Array.Resize(ref _words, checked(_wordCount + Math.Max(words, _wordCount)));
        }

        _wordCount += words;
        return Last(words);
    }

    /// <summary>The last words that were added.</summary>
    protected Span<uint> Last(int words) => _words.AsSpan(_wordCount - words, words);
}
