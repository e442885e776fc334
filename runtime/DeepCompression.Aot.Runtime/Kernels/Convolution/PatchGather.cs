using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Copies the input under a tile of output elements into packed planes. A vector belongs to so many output elements in a row,
/// whatever rows of the plane they are in; the last vector begins early enough to end with the plane. Where its lanes lie is the
/// same for every input channel and every place in a patch.
/// </summary>
/// <remarks>
/// A vector of 4, or one whose halves lie within rows, comes from <see cref="RowGather"/>. Any other comes from a few windows, loads of
/// a whole vector out of which lanes are selected, by <see cref="WindowGather"/>. What neither can do goes element by element.
/// </remarks>
internal sealed class PatchGather
{
    private readonly int _lanes;

    /// <summary>Vectors of a packed plane.</summary>
    private readonly int _vectors;

    /// <summary>Whether half a vector lies within a row, neighbour beside neighbour.</summary>
    private readonly bool _hasHalves;

    /// <summary>Whether four elements lie within a row, two columns apart.</summary>
    private readonly bool _hasPairs;

    /// <summary>The place in the input plane of every lane of every vector.</summary>
    private readonly int[] _places;

    /// <summary>The first window of every vector, and their number after the last. Every vector has at least two.</summary>
    private readonly int[] _firstWindow;

    /// <summary>The place in the input plane where each window begins.</summary>
    private readonly int[] _windows;

    /// <summary>The place of the window that begins last.</summary>
    private readonly int _lastWindow;

    /// <summary>For each window and lane what the vectors' instructions take: see <see cref="Selector"/>.</summary>
    private readonly int[] _selectors;

    /// <summary>Finds where lanes lie.</summary>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <param name="vectors">Vectors of a tile.</param>
    public PatchGather(in ConvolutionShape shape, int lanes, int vectors)
    {
        _lanes = lanes;
        _vectors = vectors;
        _hasHalves = shape.StepX == 1 && shape.OutputWidth % (lanes / 2) == 0;
        _hasPairs = lanes > Vector128<float>.Count && shape.StepX == 2 && shape.OutputWidth % 4 == 0;
        int planeVectors = (shape.Positions + lanes - 1) / lanes;
        _places = new int[planeVectors * lanes];
        for (int i = 0; i < _places.Length; i++)
        {
            int position = Math.Min(i / lanes * lanes, shape.Positions - lanes) + (i % lanes);
            (int y, int x) = Math.DivRem(position, shape.OutputWidth);
            _places[i] = (y * shape.StepY * shape.Width) + (x * shape.StepX);
        }

        var windows = new List<int>();
        var selectors = new List<int>();
        _firstWindow = new int[planeVectors + 1];
        for (int vector = 0; vector < planeVectors; vector++)
        {
            ReadOnlySpan<int> places = _places.AsSpan(vector * lanes, lanes);
            List<Window> cover = Cover(places);
            for (int i = 0; i < cover.Count * lanes; i++)
            {
                selectors.Add(Selector(cover, i / lanes, i % lanes, places));
            }

            foreach (Window window in cover)
            {
                windows.Add(window.Start);
                _lastWindow = Math.Max(_lastWindow, window.Start);
            }

            _firstWindow[vector + 1] = windows.Count;
        }

        _windows = [.. windows];
        _selectors = [.. selectors];
    }

    /// <summary>Whether the processor has the instructions to pack vectors of this width.</summary>
    private bool HasVectors => _lanes switch
    {
        16 => Avx512F.IsSupported,
        8 => Avx2.IsSupported,
        _ => true,
    };

    /// <summary>Whether a vector comes from <see cref="RowGather"/>, whose loads are of its own elements alone.</summary>
    private bool HasWholeParts => _hasHalves || _lanes == Vector128<float>.Count;

    /// <summary>Sorts planes by how they are packed.</summary>
    /// <param name="planes">The planes, in ascending order of source.</param>
    /// <param name="inputLength">Floats of the input.</param>
    public PlaneGroups Group(PackedPlane[] planes, int inputLength)
    {
        if (!HasVectors)
        {
            return new PlaneGroups([], [], planes);
        }

        var pairs = new List<PackedPlane>();
        var whole = new List<PackedPlane>();
        var rest = new List<PackedPlane>();
        int lastInReach = inputLength - (_lastWindow + _lanes);
        for (int i = 0; i < planes.Length; i++)
        {
            PackedPlane plane = planes[i];
            if (_hasPairs && i + 1 < planes.Length && IsNext(plane, planes[i + 1]))
            {
                pairs.Add(plane);
                i++;
            }
            else
            {
                // Only a plane near the input's end, and smaller than a window, has one that ends beyond it.
                (HasWholeParts || plane.Source <= lastInReach ? whole : rest).Add(plane);
            }
        }

        return new PlaneGroups([.. pairs], [.. whole], [.. rest]);
    }

    /// <summary>Whether a plane holds the right-hand neighbours of another, and is packed right behind it.</summary>
    private bool IsNext(PackedPlane plane, PackedPlane other) =>
        other.Source == plane.Source + 1 && other.Destination == plane.Destination + (_vectors * _lanes);

    /// <summary>Packs a tile.</summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="planes">The planes.</param>
    /// <param name="packed">Receives them at their destinations.</param>
    /// <param name="firstVector">The tile's first vector in the output plane.</param>
    public unsafe void Pack(float* input, PlaneGroups planes, float* packed, int firstVector)
    {
        fixed (int* places = &_places[firstVector * _lanes])
        {
            for (int vector = 0; vector < _vectors; vector++)
            {
                PackPairs(input, planes.Pairs, packed + (vector * _lanes), places + (vector * _lanes));
                PackWhole(input, planes.Whole, packed + (vector * _lanes), places + (vector * _lanes), firstVector + vector);
            }

            foreach (PackedPlane plane in planes.Rest)
            {
                for (int i = 0; i < _vectors * _lanes; i++)
                {
                    packed[plane.Destination + i] = input[plane.Source + places[i]];
                }
            }
        }
    }

    private unsafe void PackPairs(float* input, PackedPlane[] pairs, float* destination, int* places)
    {
        fixed (PackedPlane* first = pairs)
        {
            if (_lanes == Vector512<float>.Count)
            {
                RowGather.PackPairs512(input, first, first + pairs.Length, destination, places, _vectors * _lanes);
            }
            else
            {
                RowGather.PackPairs256(input, first, first + pairs.Length, destination, places, _vectors * _lanes);
            }
        }
    }

    private unsafe void PackWhole(float* input, PackedPlane[] planes, float* destination, int* places, int vector)
    {
        int window = _firstWindow[vector];
        int count = _firstWindow[vector + 1] - window;
        fixed (PackedPlane* first = planes)
        fixed (int* windows = &_windows[window], selectors = &_selectors[window * _lanes])
        {
            PackedPlane* end = first + planes.Length;
            if (HasWholeParts)
            {
                PackParts(input, first, end, destination, places);
            }
            else if (_lanes == Vector512<float>.Count)
            {
                WindowGather.Pack512(input, first, end, destination, windows, selectors, count);
            }
            else
            {
                WindowGather.Pack256(input, first, end, destination, windows, selectors, count);
            }
        }
    }

    private unsafe void PackParts(float* input, PackedPlane* first, PackedPlane* end, float* destination, int* places)
    {
        switch (_lanes)
        {
            case 16: RowGather.Pack512(input, first, end, destination, places); break;
            case 8: RowGather.Pack256(input, first, end, destination, places); break;
            default: RowGather.Pack128(input, first, end, destination, places); break;
        }
    }

    /// <summary>
    /// Covers a vector's lanes with windows. A window ends with the last lane it covers, so that it ends within the input whatever
    /// plane it is applied to; only one near a plane's start may reach further.
    /// </summary>
    private static List<Window> Cover(ReadOnlySpan<int> places)
    {
        var windows = new List<Window>();
        for (int first = 0; first < places.Length; first = windows[^1].End)
        {
            int end = first + 1;
            while (end < places.Length && places[end] - places[first] < places.Length)
            {
                end++;
            }

            windows.Add(new Window(Math.Max(0, places[end - 1] - (places.Length - 1)), first, end));
        }

        if (windows.Count == 1)
        {
            windows.Add(windows[0]);
        }

        return windows;
    }

    /// <summary>
    /// What a lane takes of a window. With 512 bits, where an instruction selects from two vectors: of a window from the second on,
    /// or what was gathered before; the first two windows are one step. With 256 bits: of the window, the sign bit set where that is
    /// the lane's window.
    /// </summary>
    private static int Selector(List<Window> windows, int number, int lane, ReadOnlySpan<int> places)
    {
        Window window = windows[number];
        bool covered = lane >= window.First && lane < window.End;
        int inWindow = places[lane] - window.Start;
        if (places.Length != Vector512<float>.Count)
        {
            return covered ? inWindow | int.MinValue : 0;
        }

        bool isInFirst = number == 1 && lane < windows[0].End;
        return covered ? inWindow + places.Length : isInFirst ? places[lane] - windows[0].Start : lane;
    }

    /// <summary>A load of as many floats as a vector has lanes.</summary>
    /// <param name="start">Its place in the input plane.</param>
    /// <param name="first">The first lane that it covers.</param>
    /// <param name="end">The lane after the last.</param>
    private readonly struct Window(int start, int first, int end)
    {
        public readonly int Start = start;
        public readonly int First = first;
        public readonly int End = end;
    }
}
