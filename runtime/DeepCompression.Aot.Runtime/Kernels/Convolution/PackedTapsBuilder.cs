namespace DeepCompression.Aot.Runtime;

/// <summary>Sorts the weights of a convolution into <see cref="PackedTaps"/>.</summary>
internal sealed class PackedTapsBuilder
{
    private readonly ConvolutionShape _shape;
    private readonly int _vectors;
    private readonly int _lanes;
    private readonly int _blockChannels;
    private readonly PatchGather _gather;

    public PackedTapsBuilder(in ConvolutionShape shape, int vectors, int lanes, int blockChannels)
    {
        shape.Require();
        ArgumentOutOfRangeException.ThrowIfLessThan(vectors, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockChannels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lanes, shape.Positions);
        _shape = shape;
        _vectors = vectors;
        _lanes = lanes;
        _blockChannels = Math.Min(blockChannels, shape.InputChannels);

        // A tile lies within the plane, and every place is an int.
        int planeVectors = (shape.Positions + lanes - 1) / lanes;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vectors, planeVectors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vectors * shape.Phases, PackedConvolution.MaxSums, nameof(vectors));
        _ = checked(_blockChannels * shape.PatchHeight * shape.PatchWidth * vectors * lanes);
        _gather = new PatchGather(shape, lanes, vectors);
    }

    /// <summary>Builds the form of weights that are given row by row, each with its column.</summary>
    public PackedTaps Build(SparseRows<int> rows)
    {
        int[] live = LiveChannels(rows);
        var cursors = new int[_shape.OutputChannels];
        rows.Start.AsSpan(0, cursors.Length).CopyTo(cursors);

        // Without a weight there is still a block: it writes the biases.
        var blocks = new TapBlock[Math.Max(1, (live.Length + _blockChannels - 1) / _blockChannels)];
        for (int i = 0; i < blocks.Length; i++)
        {
            int first = i * _blockChannels;
            blocks[i] = BuildBlock(rows, live.AsSpan(first, Math.Min(_blockChannels, live.Length - first)), cursors, isFirstBlock: i == 0);
        }

        return new PackedTaps(_shape, _vectors, _lanes, _blockChannels, _gather, blocks);
    }

    /// <summary>The input channels that have a weight, in ascending order.</summary>
    private int[] LiveChannels(SparseRows<int> rows)
    {
        int window = _shape.WindowHeight * _shape.WindowWidth;
        var isLive = new bool[_shape.InputChannels];
        foreach (int column in rows.Columns)
        {
            isLive[column / window] = true;
        }

        var live = new List<int>();
        for (int channel = 0; channel < isLive.Length; channel++)
        {
            if (isLive[channel])
            {
                live.Add(channel);
            }
        }

        return [.. live];
    }

    /// <summary>Takes each row's weights from its cursor up to the block's last channel.</summary>
    private TapBlock BuildBlock(SparseRows<int> rows, ReadOnlySpan<int> channels, int[] cursors, bool isFirstBlock)
    {
        int window = _shape.WindowHeight * _shape.WindowWidth;
        int endColumn = channels.Length == 0 ? 0 : checked((channels[^1] + 1) * window);
        var perChannel = new Tap[_shape.OutputChannels][];
        var isUsed = new bool[channels.Length * _shape.PatchHeight * _shape.PatchWidth];
        for (int row = 0; row < perChannel.Length; row++)
        {
            int first = cursors[row];
            int end = first;
            while (end < rows.Start[row + 1] && rows.Columns[end] < endColumn)
            {
                end++;
            }

            perChannel[row] = new Tap[end - first];
            for (int slot = first; slot < end; slot++)
            {
                int plane = Plane(rows.Columns[slot], channels);
                Use(plane, isUsed);
                perChannel[row][slot - first] = new Tap(plane * _vectors * _lanes, rows.Values[slot]);
            }

            cursors[row] = end;
        }

        Visit[] visits = Visits(rows, perChannel, cursors, isFirstBlock);
        var taps = new List<Tap>();
        foreach (Visit visit in visits)
        {
            taps.AddRange(perChannel[visit.Channel]);
        }

        return new TapBlock([.. taps], visits, _gather.Group(Planes(channels, isUsed), _shape.InputLength));
    }

    /// <summary>
    /// The output channels with taps in ascending order of their numbers, those of equal numbers in their own order. One without a
    /// tap in any block is visited in the first.
    /// </summary>
    private static Visit[] Visits(SparseRows<int> rows, Tap[][] perChannel, int[] cursors, bool isFirstBlock)
    {
        var keys = new List<long>();
        for (int channel = 0; channel < perChannel.Length; channel++)
        {
            bool hasTaps = rows.Start[channel] < rows.Start[channel + 1];
            if (perChannel[channel].Length > 0 || (isFirstBlock && !hasTaps))
            {
                keys.Add(((long)perChannel[channel].Length << 32) | (uint)channel);
            }
        }

        keys.Sort();
        var visits = new Visit[keys.Count];
        for (int i = 0; i < visits.Length; i++)
        {
            (int channel, int count) = ((int)keys[i], (int)(keys[i] >> 32));
            visits[i] = new Visit(
                channel, count, isFirst: cursors[channel] - count == rows.Start[channel], isLast: cursors[channel] == rows.Start[channel + 1]);
        }

        return visits;
    }

    /// <summary>The number, among a block's planes, of the one that a column's weight meets in the first phase.</summary>
    private int Plane(int column, ReadOnlySpan<int> channels)
    {
        (int channel, int inWindow) = Math.DivRem(column, _shape.WindowHeight * _shape.WindowWidth);
        (int y, int x) = Math.DivRem(inWindow, _shape.WindowWidth);
        return (((channels.BinarySearch(channel) * _shape.PatchHeight) + y) * _shape.PatchWidth) + x;
    }

    /// <summary>Notes the planes of all phases.</summary>
    private void Use(int plane, bool[] isUsed)
    {
        isUsed[plane] = true;
        if (_shape.Pools)
        {
            int below = plane + (_shape.StrideY * _shape.PatchWidth);
            isUsed[plane + _shape.StrideX] = true;
            isUsed[below] = true;
            isUsed[below + _shape.StrideX] = true;
        }
    }

    /// <summary>Where the used planes of a block come from and go to.</summary>
    private PackedPlane[] Planes(ReadOnlySpan<int> channels, bool[] isUsed)
    {
        var planes = new List<PackedPlane>();
        for (int plane = 0; plane < isUsed.Length; plane++)
        {
            if (isUsed[plane])
            {
                (int row, int x) = Math.DivRem(plane, _shape.PatchWidth);
                (int number, int y) = Math.DivRem(row, _shape.PatchHeight);
                planes.Add(new PackedPlane((((channels[number] * _shape.Height) + y) * _shape.Width) + x, plane * _vectors * _lanes));
            }
        }

        return [.. planes];
    }
}
