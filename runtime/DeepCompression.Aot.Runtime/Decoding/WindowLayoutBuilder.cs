namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Walks the weights of a layer and writes the steps of a sliding-window layout; what a step looks like is the layout's own. A first walk
/// counts the steps, so that they are written to where they stay.
/// </summary>
/// <remarks>Compiled into the generator as well, which lays weights out where these are to be constants.</remarks>
internal abstract class WindowLayoutBuilder
{
    private readonly int _unitSteps;
    private readonly int _unitWords;

    /// <summary>Counts the steps of a layout.</summary>
    /// <param name="codes">Rows without fillers.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="shape">The steps' shape.</param>
    /// <param name="unitSteps">Steps that share words; a group ends with a whole unit.</param>
    /// <param name="unitWords">The words of a unit.</param>
    protected WindowLayoutBuilder(RowWeights codes, int columns, WindowShape shape, int unitSteps, int unitWords)
    {
        Codes = codes;
        Columns = columns;
        Walk = new WindowWalk(codes.Start, codes.Columns, columns, shape);
        _unitSteps = unitSteps;
        _unitWords = unitWords;
        GroupEnd = new int[Walk.Groups];
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            int units = (Walk.CountSteps(group) + unitSteps - 1) / unitSteps;
            StepCount = checked(StepCount + (units * unitSteps));
            GroupEnd[group] = StepCount;
        }

        WordCount = checked(StepCount / unitSteps * unitWords);
    }

    public int Columns { get; }

    public RowWeights Codes { get; }

    public WindowWalk Walk { get; }

    /// <summary>The step behind the last of each group.</summary>
    public int[] GroupEnd { get; }

    /// <summary>The steps of all groups.</summary>
    public int StepCount { get; }

    /// <summary>The words of all steps.</summary>
    public int WordCount { get; }

    /// <summary>Writes the steps of all groups.</summary>
    /// <param name="starts">Receives the first column of each step's window; zeros before.</param>
    /// <param name="words">Receives the slots of all steps; zeros before.</param>
    public void Write(Span<ushort> starts, Span<uint> words)
    {
        int step = 0;
        for (int group = 0; group < GroupEnd.Length; group++)
        {
            Walk.Begin(group);
            for (; Walk.MoveNext(); step++)
            {
                starts[step] = (ushort)Walk.Start;
                WriteStep(step % _unitSteps, words.Slice(step / _unitSteps * _unitWords, _unitWords));
            }

            step = GroupEnd[group];
        }
    }

    /// <summary>Writes the walk's current step.</summary>
    /// <param name="inUnit">Which step of its unit it is.</param>
    /// <param name="words">The unit's words.</param>
    protected abstract void WriteStep(int inUnit, Span<uint> words);
}
