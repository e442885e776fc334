using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// An output plane of a depthwise convolution of 3×3 with strides of 1 and a border of one. It is as large as the input, so that vectors
/// may begin in one row and end in another, and narrow planes fill them. What a vector meets above, beside and below itself is loaded once
/// and goes into three sums, one for each column of the window; those of the left and the right column are moved by a lane on their way
/// into an output, and masks keep them from crossing the plane's sides.
/// </summary>
internal readonly unsafe struct FlatPlane<TVector, TLanes> : IDirectPlane
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private const int Taps = 9;

    private readonly float* _masks;
    private readonly int _width;
    private readonly int _plane;
    private readonly int _vectors;
    private readonly int _firstInner;
    private readonly int _endInner;
    private readonly TVector _lowest;
    private readonly TVector _highest;

    /// <summary>Prepares for the planes of a layer.</summary>
    /// <param name="taps">The layer's weights.</param>
    /// <param name="lowest">What outputs are at least.</param>
    /// <param name="highest">What they are at most.</param>
    public FlatPlane(DirectTaps taps, float lowest, float highest)
    {
        _masks = taps.Masks;
        (_width, _plane) = (taps.Shape.Width, taps.Shape.Positions);
        (_vectors, _firstInner, _endInner) = FlatCover.Vectors(taps.Shape, TLanes.Count);
        _lowest = TLanes.Create(lowest);
        _highest = TLanes.Create(highest);
    }

    /// <inheritdoc/>
    public void Run(float* input, float* weights, float* bias, float* output, int count)
    {
        for (; count > 0; count--)
        {
            RunPlane(input, weights, bias != null ? *bias++ : 0, output);
            input += _plane;
            weights += Taps;
            output += _plane;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunPlane(float* input, float* weights, float bias, float* output)
    {
        var above = new TapsOfThree<TVector, TLanes>(weights);
        var beside = new TapsOfThree<TVector, TLanes>(weights + 3);
        var below = new TapsOfThree<TVector, TLanes>(weights + 6);
        TVector start = TLanes.Create(bias);
        nint width = _width;
        float* masks = _masks;

        // The neighbour to the left of the first lane, like that to the right of the last, lies outside: any number will do for it.
        Sums(isInner: false, input, width, masks, above, beside, below, start, out TVector left, out TVector sum, out TVector right);
        sum = TLanes.Add(sum, TLanes.Keep(TLanes.Before(left, left), TLanes.Load(masks)));

        // Three loops in place of a question in one, which took a tenth longer.
        int vector = 1;
        for (; vector < _firstInner; vector++)
        {
            Step(isInner: false, ref input, width, ref masks, ref output, above, beside, below, start, ref left, ref sum, ref right);
        }

        for (; vector < _endInner; vector++)
        {
            Step(isInner: true, ref input, width, ref masks, ref output, above, beside, below, start, ref left, ref sum, ref right);
        }

        for (; vector < _vectors; vector++)
        {
            Step(isInner: false, ref input, width, ref masks, ref output, above, beside, below, start, ref left, ref sum, ref right);
        }

        sum = TLanes.Add(sum, TLanes.Keep(TLanes.Behind(right, right), TLanes.Load(masks + TLanes.Count)));
        TLanes.Store(TLanes.Clamp(sum, _lowest, _highest), output);
    }

    /// <summary>Goes on to the next vector, whose sums the one before it needs before it can be stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(
        bool isInner,
        ref float* input,
        nint width,
        ref float* masks,
        ref float* output,
        in TapsOfThree<TVector, TLanes> above,
        in TapsOfThree<TVector, TLanes> beside,
        in TapsOfThree<TVector, TLanes> below,
        TVector start,
        ref TVector left,
        ref TVector sum,
        ref TVector right)
    {
        TVector keepRight = TLanes.Load(masks + TLanes.Count);
        input += TLanes.Count;
        masks += FlatCover.Masks * TLanes.Count;
        Sums(
            isInner, input, width, masks, above, beside, below, start, out TVector nextLeft, out TVector next, out TVector nextRight);
        sum = TLanes.Add(sum, TLanes.Keep(TLanes.Behind(right, nextRight), keepRight));
        TLanes.Store(TLanes.Clamp(sum, _lowest, _highest), output);
        output += TLanes.Count;
        sum = TLanes.Add(next, TLanes.Keep(TLanes.Before(left, nextLeft), TLanes.Load(masks)));
        (left, right) = (nextLeft, nextRight);
    }

    /// <summary>The products of each column of the window with what a vector meets, of which edges of the plane keep only what is inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(
        bool isInner,
        float* input,
        nint width,
        float* masks,
        in TapsOfThree<TVector, TLanes> above,
        in TapsOfThree<TVector, TLanes> beside,
        in TapsOfThree<TVector, TLanes> below,
        TVector start,
        out TVector left,
        out TVector middle,
        out TVector right)
    {
        TVector top = TLanes.Load(input - width);
        TVector row = TLanes.Load(input);
        TVector bottom = TLanes.Load(input + width);
        if (!isInner)
        {
            top = TLanes.Keep(top, TLanes.Load(masks + (2 * TLanes.Count)));
            bottom = TLanes.Keep(bottom, TLanes.Load(masks + (3 * TLanes.Count)));
        }

        left = TLanes.MultiplyAdd(bottom, below.First, TLanes.MultiplyAdd(row, beside.First, TLanes.MultiplyAdd(top, above.First, default)));
        middle = TLanes.MultiplyAdd(bottom, below.Second, TLanes.MultiplyAdd(row, beside.Second, TLanes.MultiplyAdd(top, above.Second, start)));
        right = TLanes.MultiplyAdd(bottom, below.Third, TLanes.MultiplyAdd(row, beside.Third, TLanes.MultiplyAdd(top, above.Third, default)));
    }
}
