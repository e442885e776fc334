namespace DeepCompression.Aot.Runtime;

/// <summary>How many weights a step of the sliding-window layout serves.</summary>
/// <param name="Width">Columns of a window: as many activations as one, two or four vector registers hold.</param>
/// <param name="SlotsPerLane">Slots of a lane in a step, each for one weight.</param>
/// <param name="Paired">
/// Whether a lane serves two rows: the first of three slots one, the second the other, the third whichever is behind.
/// </param>
/// <remarks>Compiled into the generator as well.</remarks>
internal sealed record WindowShape(int Width, int SlotsPerLane, bool Paired = false)
{
    /// <summary>Lanes of a vector register.</summary>
    public const int Lanes = 16;

    /// <summary>Two registers of floats, sixteen rows.</summary>
    public static WindowShape Floats { get; } = new(32, 3);

    /// <summary>Two registers of floats, thirty-two rows.</summary>
    public static WindowShape PairedFloats { get; } = new(32, 3, Paired: true);

    /// <summary>Two registers of floats, two weights of each row.</summary>
    public static WindowShape TwoValues { get; } = new(32, 2);

    /// <summary>Two registers of floats, three weights of each row.</summary>
    public static WindowShape ThreeValues { get; } = new(32, 3);

    /// <summary>One register of bytes.</summary>
    public static WindowShape Bytes64 { get; } = new(64, 4);

    /// <summary>Two registers of bytes.</summary>
    public static WindowShape Bytes128 { get; } = new(128, 4);

    /// <summary>Four registers of bytes.</summary>
    public static WindowShape Bytes256 { get; } = new(256, 4);

    /// <summary>Rows of a group.</summary>
    public int GroupRows => Paired ? 2 * Lanes : Lanes;
}
