using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>One output plane of <see cref="DirectConvolution"/>, vector by vector: the bias, then the taps in the order of the weights.</summary>
internal readonly unsafe struct DirectPlane<TVector, TLanes, TStride>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TStride : struct, IStride<TVector, TLanes>
{
    private readonly DirectTaps _taps;
    private readonly float* _masks;
    private readonly int _width;
    private readonly TVector _lowest;
    private readonly TVector _highest;

    /// <summary>Prepares for the planes of a layer.</summary>
    /// <param name="taps">The layer's weights.</param>
    /// <param name="lowest">What outputs are at least.</param>
    /// <param name="highest">What they are at most.</param>
    public DirectPlane(DirectTaps taps, float lowest, float highest)
    {
        _taps = taps;
        _masks = taps.Masks;
        _width = taps.Shape.Width;
        _lowest = TLanes.Create(lowest);
        _highest = TLanes.Create(highest);
    }

    /// <summary>Computes a plane.</summary>
    /// <param name="input">The group's first plane.</param>
    /// <param name="weights">The output channel's weights.</param>
    /// <param name="bias">Its bias.</param>
    /// <param name="output">Receives the plane.</param>
    public void Run(float* input, float* weights, float bias, float* output)
    {
        if (_taps.Shape is { GroupInputs: 1, WindowHeight: 3, WindowWidth: 3 })
        {
            RunThreeByThree(input, weights, bias, output);
        }
        else
        {
            RunAny(input, weights, bias, output);
        }
    }

    /// <summary>A window of 3×3 over one channel, its weights in registers.</summary>
    private void RunThreeByThree(float* input, float* weights, float bias, float* output)
    {
        (TVector start, TVector lowest, TVector highest) = (TLanes.Create(bias), _lowest, _highest);
        TVector weight0 = TLanes.Create(weights[0]), weight1 = TLanes.Create(weights[1]), weight2 = TLanes.Create(weights[2]);
        TVector weight3 = TLanes.Create(weights[3]), weight4 = TLanes.Create(weights[4]), weight5 = TLanes.Create(weights[5]);
        TVector weight6 = TLanes.Create(weights[6]), weight7 = TLanes.Create(weights[7]), weight8 = TLanes.Create(weights[8]);
        foreach (ref readonly DirectCell cell in _taps.Cells.AsSpan())
        {
            float* top = input + cell.Input;
            float* middle = top + _width;
            float* bottom = middle + _width;
            TVector sum;
            if (cell.Mask < 0)
            {
                sum = Row(top, weight0, weight1, weight2, start);
                sum = Row(middle, weight3, weight4, weight5, sum);
                sum = Row(bottom, weight6, weight7, weight8, sum);
            }
            else if (cell.MasksOfRow == 0)
            {
                var masks = new MasksOfThree(_masks + cell.Mask);
                sum = MaskedRow(top, masks, weight0, weight1, weight2, start);
                sum = MaskedRow(middle, masks, weight3, weight4, weight5, sum);
                sum = MaskedRow(bottom, masks, weight6, weight7, weight8, sum);
            }
            else
            {
                float* mask = _masks + cell.Mask;
                sum = MaskedRow(top, new MasksOfThree(mask), weight0, weight1, weight2, start);
                sum = MaskedRow(middle, new MasksOfThree(mask + (3 * TLanes.Count)), weight3, weight4, weight5, sum);
                sum = MaskedRow(bottom, new MasksOfThree(mask + (6 * TLanes.Count)), weight6, weight7, weight8, sum);
            }

            TLanes.Store(TLanes.Clamp(sum, lowest, highest), output + cell.Output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Row(float* x, TVector weight0, TVector weight1, TVector weight2, TVector sum)
    {
        TStride.LoadThree(x, out TVector x0, out TVector x1, out TVector x2);
        sum = TLanes.MultiplyAdd(x0, weight0, sum);
        sum = TLanes.MultiplyAdd(x1, weight1, sum);
        return TLanes.MultiplyAdd(x2, weight2, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MaskedRow(float* x, in MasksOfThree masks, TVector weight0, TVector weight1, TVector weight2, TVector sum)
    {
        TStride.LoadThree(x, out TVector x0, out TVector x1, out TVector x2);
        sum = TLanes.MultiplyAdd(TLanes.Keep(x0, masks.First), weight0, sum);
        sum = TLanes.MultiplyAdd(TLanes.Keep(x1, masks.Second), weight1, sum);
        return TLanes.MultiplyAdd(TLanes.Keep(x2, masks.Third), weight2, sum);
    }

    private void RunAny(float* input, float* weights, float bias, float* output)
    {
        GroupedShape shape = _taps.Shape;
        int plane = shape.Height * shape.Width;
        TVector start = TLanes.Create(bias);
        foreach (ref readonly DirectCell cell in _taps.Cells.AsSpan())
        {
            TVector sum = start;
            float* weight = weights;
            for (int channel = 0; channel < shape.GroupInputs; channel++)
            {
                float* x = input + cell.Input + (channel * plane);
                sum = cell.Mask < 0 ? Window(x, weight, sum) : MaskedWindow(x, weight, _masks + cell.Mask, cell.MasksOfRow, sum);
                weight += shape.WindowHeight * shape.WindowWidth;
            }

            TLanes.Store(TLanes.Clamp(sum, _lowest, _highest), output + cell.Output);
        }
    }

    private TVector Window(float* x, float* weight, TVector sum)
    {
        (int height, int width) = (_taps.Shape.WindowHeight, _taps.Shape.WindowWidth);
        for (int down = 0; down < height; down++, x += _width)
        {
            for (int across = 0; across < width; across++)
            {
                sum = TLanes.MultiplyAdd(TStride.Load(x + across), TLanes.Create(*weight++), sum);
            }
        }

        return sum;
    }

    private TVector MaskedWindow(float* x, float* weight, float* masks, int masksOfRow, TVector sum)
    {
        (int height, int width) = (_taps.Shape.WindowHeight, _taps.Shape.WindowWidth);
        for (int down = 0; down < height; down++, x += _width, masks += masksOfRow)
        {
            for (int across = 0; across < width; across++)
            {
                TVector inside = TLanes.Keep(TStride.Load(x + across), TLanes.Load(masks + (across * TLanes.Count)));
                sum = TLanes.MultiplyAdd(inside, TLanes.Create(*weight++), sum);
            }
        }

        return sum;
    }

    /// <summary>The masks of a row of three taps.</summary>
    private readonly struct MasksOfThree(float* masks)
    {
        public readonly TVector First = TLanes.Load(masks);
        public readonly TVector Second = TLanes.Load(masks + TLanes.Count);
        public readonly TVector Third = TLanes.Load(masks + (2 * TLanes.Count));
    }
}
