using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A convolution that was sorted into <see cref="PackedTaps"/> when the project was built: a view of constants, or of the embedded
/// resource, which is read where it is.
/// </summary>
/// <remarks>
/// The constants are as much part of the program as its code, and trusted as that is: their numbers are compared with each other, their
/// values are not looked at. They must not move, which constants never do.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PlacedTaps
{
    /// <summary>Numbers of each block.</summary>
    internal const int NumbersOfBlock = 3;

    /// <summary>Describes a layer.</summary>
    /// <param name="blocks">For each block of input channels the visit, the tap and the plane behind its last.</param>
    /// <param name="planes">For each packed plane the floats from the input's first element to its own, and from the first plane to it.</param>
    /// <param name="visits">For each output channel's turn in a block the channel, and four times its taps, plus 1 for its first turn, 2 for its last.</param>
    /// <param name="taps">For each weight the floats to the plane that it is multiplied with, and the bits of its value.</param>
    public PlacedTaps(ReadOnlySpan<int> blocks, ReadOnlySpan<int> planes, ReadOnlySpan<int> visits, ReadOnlySpan<uint> taps)
    {
        Blocks = blocks;
        Planes = planes;
        Visits = visits;
        Taps = taps;
    }

    /// <summary>Where the visits, taps and planes of each block end.</summary>
    public ReadOnlySpan<int> Blocks { get; }

    /// <summary>The packed planes.</summary>
    public ReadOnlySpan<int> Planes { get; }

    /// <summary>The output channels' turns.</summary>
    public ReadOnlySpan<int> Visits { get; }

    /// <summary>The weights.</summary>
    public ReadOnlySpan<uint> Taps { get; }

    /// <summary>The weights as kernels read them.</summary>
    internal FixedNumbers<Tap> PlacesAndWeights => FixedNumbers<Tap>.InPlace(MemoryMarshal.Cast<uint, Tap>(Taps));

    /// <summary>The turns as kernels read them.</summary>
    internal FixedNumbers<Visit> Turns => FixedNumbers<Visit>.InPlace(MemoryMarshal.Cast<int, Visit>(Visits));

    /// <summary>Where each block ends, and its planes.</summary>
    /// <exception cref="ArgumentException">The numbers contradict each other.</exception>
    internal BlockTaps[] ReadBlocks()
    {
        ReadOnlySpan<PackedPlane> planes = MemoryMarshal.Cast<int, PackedPlane>(Planes);
        var blocks = new BlockTaps[Math.Max(1, Blocks.Length / NumbersOfBlock)];
        ThrowHelper.RequireLength(nameof(Blocks), NumbersOfBlock * blocks.Length, Blocks.Length);
        (int visit, int tap, int plane) = (0, 0, 0);
        for (int i = 0; i < blocks.Length; i++)
        {
            ReadOnlySpan<int> ends = Blocks.Slice(i * NumbersOfBlock, NumbersOfBlock);
            if (ends[0] < visit || ends[1] < tap || ends[2] < plane || ends[2] > planes.Length)
            {
                throw new ArgumentException("The blocks of a convolution in constants contradict each other. Rebuild the project.", nameof(Blocks));
            }

            blocks[i] = new BlockTaps(ends[0], ends[1], planes[plane..ends[2]].ToArray());
            (visit, tap, plane) = (ends[0], ends[1], ends[2]);
        }

        ThrowHelper.RequireLength(nameof(Visits), checked(2 * visit), Visits.Length);
        ThrowHelper.RequireLength(nameof(Taps), checked(2 * tap), Taps.Length);
        ThrowHelper.RequireLength(nameof(Planes), checked(2 * plane), Planes.Length);
        return blocks;
    }
}
