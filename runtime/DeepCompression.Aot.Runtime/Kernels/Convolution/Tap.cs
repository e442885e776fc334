// Compiled into the generator and the build task as well, which lay weights out where these are to be constants.
namespace DeepCompression.Aot.Runtime;

/// <summary>A weight.</summary>
/// <param name="place">Floats from the first packed plane to the one it is multiplied with, for the first phase.</param>
/// <param name="weight">Its value.</param>
internal readonly struct Tap(int place, float weight)
{
    public readonly int Place = place;
    public readonly float Weight = weight;
}

/// <summary>An output channel's turn in a block.</summary>
/// <param name="channel">The output channel.</param>
/// <param name="count">Its taps.</param>
/// <param name="isFirst">Whether the channel has no taps in earlier blocks: its sums begin with the bias.</param>
/// <param name="isLast">Whether it has none in later ones: its outputs are stored.</param>
internal readonly struct Visit(int channel, int count, bool isFirst, bool isLast)
{
    public readonly int Channel = channel;
    public readonly int CountAndEnds = (count << 2) | (isFirst ? 1 : 0) | (isLast ? 2 : 0);

    public int Count => CountAndEnds >> 2;

    public bool IsFirst => (CountAndEnds & 1) != 0;

    public bool IsLast => (CountAndEnds & 2) != 0;
}

/// <summary>A packed plane: for every output element of a tile, the input at one place of its patch.</summary>
/// <param name="source">Floats from the input's first element to the one for the plane's first.</param>
/// <param name="destination">Floats from the first packed plane to this.</param>
internal readonly struct PackedPlane(int source, int destination)
{
    public readonly int Source = source;
    public readonly int Destination = destination;
}
