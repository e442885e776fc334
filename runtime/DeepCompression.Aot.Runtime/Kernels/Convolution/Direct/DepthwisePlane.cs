using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// An output plane of a depthwise convolution of 3×3 whose strides are the same in both directions, its weights in registers. Each
/// column of vectors is walked from the top: an input row is loaded once and adds to every output row whose windows have it.
/// </summary>
internal readonly unsafe struct DepthwisePlane<TVector, TLanes, TStride> : IDirectPlane
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TStride : struct, IStride<TVector, TLanes>
{
    private const int Taps = 9;

    private readonly DirectColumn[] _columns;
    private readonly float* _masks;
    private readonly int _height;
    private readonly int _width;
    private readonly int _padTop;
    private readonly int _outputHeight;
    private readonly int _outputWidth;
    private readonly TVector _lowest;
    private readonly TVector _highest;

    /// <summary>Prepares for the planes of a layer.</summary>
    /// <param name="taps">The layer's weights.</param>
    /// <param name="lowest">What outputs are at least.</param>
    /// <param name="highest">What they are at most.</param>
    public DepthwisePlane(DirectTaps taps, float lowest, float highest)
    {
        GroupedShape shape = taps.Shape;
        _columns = taps.Columns;
        _masks = taps.Masks;
        (_height, _width, _padTop) = (shape.Height, shape.Width, shape.PadTop);
        (_outputHeight, _outputWidth) = (shape.OutputHeight, shape.OutputWidth);
        _lowest = TLanes.Create(lowest);
        _highest = TLanes.Create(highest);
    }

    /// <inheritdoc/>
    public void Run(float* input, float* weights, float* bias, float* output, int count)
    {
        for (; count > 0; count--)
        {
            RunPlane(input, weights, bias != null ? *bias++ : 0, output);
            input += _height * _width;
            weights += Taps;
            output += _outputHeight * _outputWidth;
        }
    }

    /// <summary>Not part of the loop over planes, where the compiler would keep weights in memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunPlane(float* input, float* weights, float bias, float* output)
    {
        var top = new TapsOfThree<TVector, TLanes>(weights);
        var middle = new TapsOfThree<TVector, TLanes>(weights + 3);
        var bottom = new TapsOfThree<TVector, TLanes>(weights + 6);
        TVector start = TLanes.Create(bias);
        foreach (ref readonly DirectColumn column in _columns.AsSpan())
        {
            var masks = new MasksOfThree<TVector, TLanes>(_masks + column.Mask);
            if (TStride.Columns == 1)
            {
                Walk(input + column.Input, masks, top, middle, bottom, start, output + column.Output);
            }
            else
            {
                WalkByTwo(input + column.Input, masks, top, middle, bottom, start, output + column.Output);
            }
        }
    }

    /// <summary>Every row is the bottom of one window, the middle of the next and the top of the one after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Walk(
        float* x,
        in MasksOfThree<TVector, TLanes> masks,
        in TapsOfThree<TVector, TLanes> top,
        in TapsOfThree<TVector, TLanes> middle,
        in TapsOfThree<TVector, TLanes> bottom,
        TVector start,
        float* output)
    {
        TVector ending = start;
        TVector begun = start;
        int done = _padTop - 2;
        for (int row = 0; row < _height; row++)
        {
            TStride.LoadThree(x, out TVector x0, out TVector x1, out TVector x2);
            masks.Keep(ref x0, ref x1, ref x2);
            ending = bottom.Add(x0, x1, x2, ending);
            if ((uint)done < (uint)_outputHeight)
            {
                Store(ending, output, done);
            }

            ending = middle.Add(x0, x1, x2, begun);
            begun = top.Add(x0, x1, x2, start);
            x += _width;
            done++;
        }

        for (; done < _outputHeight; done++)
        {
            if (done >= 0)
            {
                Store(ending, output, done);
            }

            ending = begun;
            begun = start;
        }
    }

    /// <summary>Every second row is the bottom of one window and the top of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WalkByTwo(
        float* x,
        in MasksOfThree<TVector, TLanes> masks,
        in TapsOfThree<TVector, TLanes> top,
        in TapsOfThree<TVector, TLanes> middle,
        in TapsOfThree<TVector, TLanes> bottom,
        TVector start,
        float* output)
    {
        TVector sum = start;
        if (_padTop == 0)
        {
            LoadRow(x, 0, masks, out TVector x0, out TVector x1, out TVector x2);
            sum = top.Add(x0, x1, x2, sum);
        }

        int row = 1 - _padTop;
        for (int y = 0; y < _outputHeight; y++, row += 2)
        {
            if ((uint)row < (uint)_height)
            {
                LoadRow(x, row, masks, out TVector x0, out TVector x1, out TVector x2);
                sum = middle.Add(x0, x1, x2, sum);
            }

            TVector next = start;
            if ((uint)(row + 1) < (uint)_height)
            {
                LoadRow(x, row + 1, masks, out TVector x0, out TVector x1, out TVector x2);
                sum = bottom.Add(x0, x1, x2, sum);
                next = top.Add(x0, x1, x2, start);
            }

            Store(sum, output, y);
            sum = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LoadRow(float* x, int row, in MasksOfThree<TVector, TLanes> masks, out TVector x0, out TVector x1, out TVector x2)
    {
        TStride.LoadThree(x + ((nint)row * _width), out x0, out x1, out x2);
        masks.Keep(ref x0, ref x1, ref x2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(TVector sum, float* output, int row) =>
        TLanes.Store(TLanes.Clamp(sum, _lowest, _highest), output + ((nint)row * _outputWidth));
}
