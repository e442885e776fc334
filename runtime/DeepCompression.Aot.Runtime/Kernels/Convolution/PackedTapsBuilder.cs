namespace DeepCompression.Aot.Runtime;

/// <summary>Sorts the weights of a convolution into blocks of input channels (the runtime's <c>PackedTaps</c>, which says in what order).</summary>
/// <remarks>Compiled into the generator and the build task as well, which lay weights out where these are to be constants.</remarks>
internal sealed class PackedTapsBuilder
{
    private readonly TapPlaces _places;
    private readonly RowTaps _rows;
    private readonly int[] _cursors;
    private readonly int[] _ends;

    /// <summary>The input channels that have a weight, in ascending order.</summary>
    private readonly int[] _live;

    /// <summary>The number of each of them among these.</summary>
    private readonly int[] _numberOfChannel;

    private readonly List<Visit> _visits = [];

    /// <summary>Prepares the form of weights.</summary>
    /// <param name="places">How the layer is cut.</param>
    /// <param name="rows">The weights.</param>
    public PackedTapsBuilder(TapPlaces places, RowTaps rows)
    {
        _places = places;
        _rows = rows;
        _cursors = rows.Start.AsSpan(0, places.OutputChannels).ToArray();
        _ends = new int[places.OutputChannels];
        _numberOfChannel = new int[places.InputChannels];
        _live = LiveChannels();
    }

    /// <summary>Every output channel's turn in every block where it has taps.</summary>
    public Visit[] Visits => [.. _visits];

    /// <summary>Writes the taps, visit by visit.</summary>
    /// <param name="taps">Receives as many as there are weights.</param>
    /// <returns>The blocks.</returns>
    public BlockTaps[] Write(Span<Tap> taps)
    {
        // Without a weight there is still a block: it writes the biases.
        var blocks = new BlockTaps[Math.Max(1, (_live.Length + _places.BlockChannels - 1) / _places.BlockChannels)];
        int written = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            int firstChannel = i * _places.BlockChannels;
            int channels = Math.Min(_places.BlockChannels, _live.Length - firstChannel);
            int firstVisit = _visits.Count;
            FindEnds(channels == 0 ? 0 : checked((_live[firstChannel + channels - 1] + 1) * _places.Window));
            AddVisits(isFirstBlock: i == 0);
            var isUsed = new bool[channels * _places.Patch];
            for (int visit = firstVisit; visit < _visits.Count; visit++)
            {
                written = Write(_visits[visit].Channel, firstChannel, isUsed, taps, written);
            }

            blocks[i] = new BlockTaps(_visits.Count, written, Planes(firstChannel, isUsed));
        }

        return blocks;
    }

    private int[] LiveChannels()
    {
        var isLive = new bool[_places.InputChannels];
        foreach (int column in _rows.Columns.Span)
        {
            isLive[column / _places.Window] = true;
        }

        var live = new List<int>();
        for (int channel = 0; channel < isLive.Length; channel++)
        {
            if (isLive[channel])
            {
                _numberOfChannel[channel] = live.Count;
                live.Add(channel);
            }
        }

        return [.. live];
    }

    /// <summary>Finds where each row's weights before a column end.</summary>
    private void FindEnds(int endColumn)
    {
        ReadOnlySpan<int> columns = _rows.Columns.Span;
        for (int row = 0; row < _ends.Length; row++)
        {
            int end = _cursors[row];
            while (end < _rows.Start[row + 1] && columns[end] < endColumn)
            {
                end++;
            }

            _ends[row] = end;
        }
    }

    /// <summary>
    /// Adds the output channels with taps in ascending order of their numbers, those of equal numbers in their own order. One without a
    /// tap in any block is visited in the first.
    /// </summary>
    private void AddVisits(bool isFirstBlock)
    {
        var keys = new List<long>();
        for (int channel = 0; channel < _ends.Length; channel++)
        {
            int count = _ends[channel] - _cursors[channel];
            bool hasTaps = _rows.Start[channel] < _rows.Start[channel + 1];
            if (count > 0 || (isFirstBlock && !hasTaps))
            {
                keys.Add(((long)count << 32) | (uint)channel);
            }
        }

        keys.Sort();
        foreach (long key in keys)
        {
            (int channel, int count) = ((int)key, (int)(key >> 32));
            _visits.Add(new Visit(
                channel, count, isFirst: _cursors[channel] == _rows.Start[channel], isLast: _ends[channel] == _rows.Start[channel + 1]));
        }
    }

    /// <summary>Writes a row's taps in the block, and notes the planes that they meet in all phases.</summary>
    /// <returns>The taps written by then.</returns>
    private int Write(int row, int firstChannel, bool[] isUsed, Span<Tap> taps, int written)
    {
        ReadOnlySpan<int> columns = _rows.Columns.Span;
        ReadOnlySpan<float> values = _rows.Values.Span;
        for (int weight = _cursors[row]; weight < _ends[row]; weight++)
        {
            int channel = columns[weight] / _places.Window;
            int inWindow = columns[weight] - (channel * _places.Window);
            int y = inWindow / _places.WindowWidth;
            int plane = ((_numberOfChannel[channel] - firstChannel) * _places.Patch) + (y * _places.PatchWidth) + inWindow - (y * _places.WindowWidth);
            isUsed[plane] = true;
            isUsed[plane + _places.PhaseAcross] = true;
            isUsed[plane + _places.PhaseDown] = true;
            isUsed[plane + _places.PhaseAcross + _places.PhaseDown] = true;
            taps[written++] = new Tap(plane * _places.TileLength, values[weight]);
        }

        _cursors[row] = _ends[row];
        return written;
    }

    /// <summary>Where the used planes of a block come from and go to.</summary>
    private PackedPlane[] Planes(int firstChannel, bool[] isUsed)
    {
        var planes = new List<PackedPlane>();
        for (int plane = 0; plane < isUsed.Length; plane++)
        {
            if (isUsed[plane])
            {
                int channel = _live[firstChannel + (plane / _places.Patch)];
                int y = plane % _places.Patch / _places.PatchWidth;
                int x = plane % _places.PatchWidth;
                planes.Add(new PackedPlane((((channel * _places.Height) + y) * _places.Width) + x, plane * _places.TileLength));
            }
        }

        return [.. planes];
    }
}

/// <summary>A block of input channels.</summary>
/// <param name="EndVisit">The visit behind its last.</param>
/// <param name="EndTap">The tap behind its last.</param>
/// <param name="Planes">What is packed for it.</param>
internal sealed record BlockTaps(int EndVisit, int EndTap, PackedPlane[] Planes);

/// <summary>The non-zero weights of a convolution, by output channel.</summary>
/// <param name="Start">The number of each channel's first weight, and behind the last channel the number of weights.</param>
/// <param name="Columns">The place of each weight in its row of the tensor, ascending within a row.</param>
/// <param name="Values">Their values.</param>
internal sealed record RowTaps(int[] Start, ReadOnlyMemory<int> Columns, ReadOnlyMemory<float> Values);

/// <summary>How taps and planes are numbered: the numbers of the layer's shape, and of how it is cut, on which their places depend.</summary>
/// <param name="InputChannels">Planes of the input.</param>
/// <param name="Height">Rows of an input plane, padding included.</param>
/// <param name="Width">Elements of an input row, padding included.</param>
/// <param name="OutputChannels">Planes of the output.</param>
/// <param name="Window">Elements of a window.</param>
/// <param name="WindowWidth">Columns of a window.</param>
/// <param name="Patch">Elements of what the windows of an output element span.</param>
/// <param name="PatchWidth">Columns of that.</param>
/// <param name="PhaseAcross">Where the layer pools, planes of a patch from one window's to those of the window to the right; otherwise 0.</param>
/// <param name="PhaseDown">The same to the window below.</param>
/// <param name="TileLength">Output elements of a tile.</param>
/// <param name="BlockChannels">Input channels of a block.</param>
internal sealed record TapPlaces(
    int InputChannels,
    int Height,
    int Width,
    int OutputChannels,
    int Window,
    int WindowWidth,
    int Patch,
    int PatchWidth,
    int PhaseAcross,
    int PhaseDown,
    int TileLength,
    int BlockChannels);
