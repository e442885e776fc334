using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A tile of output elements of every output channel while a block of input channels passes: sums of broadcast weights times the
/// packed planes under the tile. There is a sum for each vector of the tile and, where the layer pools, for each phase of it; the
/// phases of a vector follow one another.
/// </summary>
internal readonly unsafe partial struct ConvolutionTile<TVector, TLanes, TTile>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TTile : struct, IConvolutionTile
{
    private readonly float* _packed;
    private readonly float* _partial;
    private readonly float* _bias;
    private readonly float* _output;
    private readonly int _lastVector;

    /// <summary>Describes a tile.</summary>
    /// <param name="packed">The packed planes.</param>
    /// <param name="partial">The sums between two blocks; not used where there is one.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="output">The tile's first element in the output of the first channel.</param>
    /// <param name="lastVector">Floats from there to the tile's last vector, which may overlap the one before.</param>
    public ConvolutionTile(float* packed, float* partial, float* bias, float* output, int lastVector)
    {
        _packed = packed;
        _partial = partial;
        _bias = bias;
        _output = output;
        _lastVector = lastVector;
    }

    /// <summary>The sums of a tile.</summary>
    public static int Sums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TTile.Vectors * (TTile.Pools ? 4 : 1);
    }

    /// <summary>
    /// Adds a block's taps to the sums of the output channels that have any, and stores the outputs of those that have no more.
    /// </summary>
    /// <param name="taps">The taps, visit by visit.</param>
    /// <param name="visits">The visits.</param>
    /// <param name="count">Their number.</param>
    public void Add(Tap* taps, Visit* visits, int count)
    {
        if (Sums <= MaxFewSums)
        {
            AddFew(taps, visits, count);
        }
        else
        {
            AddMany(taps, visits, count);
        }
    }

    /// <summary>Floats from the plane that a tap meets in the first phase to what it meets for a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Offset(int sum)
    {
        if (!TTile.Pools)
        {
            return sum * TLanes.Count;
        }

        int plane = ((sum & 1) * TTile.PhaseAcross) + (((sum >> 1) & 1) * TTile.PhaseDown);
        return ((plane * TTile.Vectors) + (sum >> 2)) * TLanes.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(int sum, float* partial) => sum < Sums ? TLanes.Load(partial + (sum * TLanes.Count)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(int number, float* x, TVector weight, TVector sum) =>
        number < Sums ? TLanes.MultiplyAdd(x + Offset(number), weight, sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int number, TVector sum, float* partial)
    {
        if (number < Sums)
        {
            TLanes.Store(sum, partial + (number * TLanes.Count));
        }
    }

    /// <summary>Where the sums of an output channel wait for the next block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Partial(int channel) => _partial + ((nint)channel * (Sums * TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Start(int channel) => _bias == null ? default : TLanes.Create(_bias[channel]);

    /// <summary>Stores a vector of outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(int vector, int channel, TVector sum)
    {
        if (vector < TTile.Vectors)
        {
            int offset = vector == TTile.Vectors - 1 ? _lastVector : vector * TLanes.Count;
            TLanes.Store(TTile.Relu ? TLanes.Relu(sum) : sum, _output + ((nint)channel * TTile.Positions) + offset);
        }
    }

    /// <summary>Stores the largest of the four phases of each element of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreLargest(int vector, int channel, TVector phase0, TVector phase1, TVector phase2, TVector phase3)
    {
        if (vector < TTile.Vectors)
        {
            Store(vector, channel, TLanes.Max(TLanes.Max(phase0, phase1), TLanes.Max(phase2, phase3)));
        }
    }
}
