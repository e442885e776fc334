namespace DeepCompression.Aot.Runtime;

/// <summary>Where the lanes of <see cref="StreamedLanes"/> are, a number of each in every array: on the stack, while it is not in registers.</summary>
internal unsafe struct LaneState
{
    /// <summary>Lanes: four vectors of eight, so that look-ups of one overlap those of the others.</summary>
    public const int Lanes = 32;

    /// <summary>The bit of the stream at which the lane's container begins; the lane's own place between rounds.</summary>
    public fixed long Places[Lanes];

    /// <summary>The bits from there on that are not used up yet, and a one behind them.</summary>
    public fixed ulong Containers[Lanes];

    /// <summary>The last entry looked up.</summary>
    public fixed uint Entries[Lanes];

    /// <summary>The column of the last weight; −1 before the first.</summary>
    public fixed int Columns[Lanes];

    /// <summary>Its row.</summary>
    public fixed int Rows[Lanes];

    /// <summary>What the lane has of the row's sum.</summary>
    public fixed float Sums[Lanes];
}
