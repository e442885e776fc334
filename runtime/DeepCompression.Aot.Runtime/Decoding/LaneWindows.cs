namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The weights of a layer with sixteen rows side by side (<see cref="LaneRows"/>) that lie close together: steps of a word for each row
/// of a group, whose activations all lie in a window of sixteen columns.
/// </summary>
/// <remarks>
/// A word is a weight whose lowest four bits, which half precision does not have, are the place of its column in the window: so the same
/// register is what a permute looks for and what is multiplied. It is 0 where a row has no weight for the step, which multiplies the
/// window's first activation.
/// </remarks>
internal sealed class LaneWindows
{
    /// <summary>Columns of a window: two vectors of eight.</summary>
    public const int Width = 16;

    /// <summary>The bits of a word that are its weight.</summary>
    public const uint WeightMask = ~(Width - 1u);

    /// <summary>Takes what windows serve of a layer.</summary>
    public LaneWindows(LaneSplit split)
    {
        Starts = FixedNumbers<ushort>.Copy(split.Starts);
        Words = FixedNumbers<uint>.Copy(split.Words);
        GroupEnd = FixedNumbers<int>.Copy(split.GroupEnd);
    }

    /// <summary>The first column of each step's window.</summary>
    public FixedNumbers<ushort> Starts { get; }

    /// <summary>The words of the steps.</summary>
    public FixedNumbers<uint> Words { get; }

    /// <summary>The step behind the last of each group.</summary>
    public FixedNumbers<int> GroupEnd { get; }

    /// <summary>Bytes of all steps.</summary>
    public long ByteCount => (Words.Length * (long)sizeof(uint)) + (Starts.Length * (long)sizeof(ushort));
}
