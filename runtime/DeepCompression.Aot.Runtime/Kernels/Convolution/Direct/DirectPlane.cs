namespace DeepCompression.Aot.Runtime;

/// <summary>One output plane of <see cref="DirectConvolution"/>, vector by vector: the bias, then the taps in the order of the weights.</summary>
internal readonly unsafe struct DirectPlane<TVector, TLanes, TStride> : IDirectPlane
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TStride : struct, IStride<TVector, TLanes>
{
    private readonly DirectCell[] _cells;
    private readonly float* _masks;
    private readonly int _planes;
    private readonly int _plane;
    private readonly int _positions;
    private readonly int _width;
    private readonly int _windowHeight;
    private readonly int _windowWidth;
    private readonly TVector _lowest;
    private readonly TVector _highest;

    /// <summary>Prepares for the planes of a layer.</summary>
    /// <param name="taps">The layer's weights.</param>
    /// <param name="lowest">What outputs are at least.</param>
    /// <param name="highest">What they are at most.</param>
    public DirectPlane(DirectTaps taps, float lowest, float highest)
    {
        _cells = taps.Cells;
        _masks = taps.Masks;
        (_planes, _plane) = (taps.Shape.GroupInputs, taps.Shape.Height * taps.Shape.Width);
        _positions = taps.Shape.Positions;
        (_width, _windowHeight, _windowWidth) = (taps.Shape.Width, taps.Shape.WindowHeight, taps.Shape.WindowWidth);
        _lowest = TLanes.Create(lowest);
        _highest = TLanes.Create(highest);
    }

    /// <inheritdoc/>
    public void Run(float* input, float* weights, float* bias, float* output, int count)
    {
        for (; count > 0; count--)
        {
            RunPlane(input, weights, bias != null ? *bias++ : 0, output);
            input += _planes * _plane;
            weights += _planes * _windowHeight * _windowWidth;
            output += _positions;
        }
    }

    private void RunPlane(float* input, float* weights, float bias, float* output)
    {
        TVector start = TLanes.Create(bias);
        foreach (ref readonly DirectCell cell in _cells.AsSpan())
        {
            TVector sum = start;
            float* weight = weights;
            for (int channel = 0; channel < _planes; channel++)
            {
                float* x = input + cell.Input + (channel * _plane);
                sum = cell.Mask < 0 ? Window(x, weight, sum) : MaskedWindow(x, weight, _masks + cell.Mask, cell.MasksOfRow, sum);
                weight += _windowHeight * _windowWidth;
            }

            TLanes.Store(TLanes.Clamp(sum, _lowest, _highest), output + cell.Output);
        }
    }

    private TVector Window(float* x, float* weight, TVector sum)
    {
        for (int down = 0; down < _windowHeight; down++, x += _width)
        {
            for (int across = 0; across < _windowWidth; across++)
            {
                sum = TLanes.MultiplyAdd(TStride.Load(x + across), TLanes.Create(*weight++), sum);
            }
        }

        return sum;
    }

    private TVector MaskedWindow(float* x, float* weight, float* masks, int masksOfRow, TVector sum)
    {
        for (int down = 0; down < _windowHeight; down++, x += _width, masks += masksOfRow)
        {
            for (int across = 0; across < _windowWidth; across++)
            {
                TVector inside = TLanes.Keep(TStride.Load(x + across), TLanes.Load(masks + (across * TLanes.Count)));
                sum = TLanes.MultiplyAdd(inside, TLanes.Create(*weight++), sum);
            }
        }

        return sum;
    }
}
