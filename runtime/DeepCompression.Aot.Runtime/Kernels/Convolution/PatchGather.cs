using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Where the input under a layer's output elements lies. A vector belongs to so many output elements in a row, whatever rows of the
/// plane they are in; the last vector begins early enough to end with the plane. Its lanes come from a few windows: loads of a whole
/// vector, out of which lanes are selected. All of that is the same for every input channel and every place in a patch.
/// </summary>
internal sealed class PatchGather
{
    private readonly int _lanes;

    /// <summary>The place in the input plane of every lane of every vector.</summary>
    private readonly int[] _places;

    /// <summary>The first window of every vector, and their number after the last. Every vector has at least two.</summary>
    private readonly int[] _firstWindow;

    /// <summary>The place in the input plane where each window begins.</summary>
    private readonly int[] _windows;

    /// <summary>For each window and lane what the vectors' instructions take: see <see cref="Selector"/>.</summary>
    private readonly int[] _selectors;

    public PatchGather(in ConvolutionShape shape, int lanes)
    {
        _lanes = lanes;
        int vectors = (shape.Positions + lanes - 1) / lanes;
        _places = new int[vectors * lanes];
        for (int i = 0; i < _places.Length; i++)
        {
            int position = Math.Min(i / lanes * lanes, shape.Positions - lanes) + (i % lanes);
            (int y, int x) = Math.DivRem(position, shape.OutputWidth);
            _places[i] = (y * shape.StepY * shape.Width) + (x * shape.StepX);
        }

        var windows = new List<int>();
        var selectors = new List<int>();
        _firstWindow = new int[vectors + 1];
        for (int vector = 0; vector < vectors; vector++)
        {
            ReadOnlySpan<int> places = _places.AsSpan(vector * lanes, lanes);
            List<Window> cover = Cover(places);
            for (int i = 0; i < cover.Count * lanes; i++)
            {
                selectors.Add(Selector(cover, i / lanes, i % lanes, places));
            }

            windows.AddRange(cover.Select(window => window.Start));
            _firstWindow[vector + 1] = windows.Count;
        }

        _windows = [.. windows];
        _selectors = [.. selectors];
        Reach = windows.Max() + lanes;
    }

    /// <summary>Floats from a plane's first element to the end of the last window.</summary>
    public int Reach { get; }

    /// <summary>Packs vectors of planes.</summary>
    /// <param name="input">The input's first element.</param>
    /// <param name="planes">The planes.</param>
    /// <param name="inReach">So many of the first planes have all windows within the input.</param>
    /// <param name="packed">Receives the planes at their destinations.</param>
    /// <param name="firstVector">The first vector.</param>
    /// <param name="vectors">How many.</param>
    public unsafe void Pack(float* input, ReadOnlySpan<PackedPlane> planes, int inReach, float* packed, int firstVector, int vectors)
    {
        bool hasVectors = (_lanes == Vector512<float>.Count && Avx512F.IsSupported) || (_lanes == Vector256<float>.Count && Avx2.IsSupported);
        fixed (PackedPlane* pinned = planes)
        fixed (int* windows = _windows, selectors = _selectors)
        {
            PackedPlane* plane = pinned;
            PackedPlane* end = pinned + (hasVectors ? inReach : 0);
            for (int vector = 0; vector < vectors; vector++)
            {
                int window = _firstWindow[firstVector + vector];
                int count = _firstWindow[firstVector + vector + 1] - window;
                float* destination = packed + (vector * _lanes);
                if (_lanes == Vector512<float>.Count)
                {
                    WindowGather.Pack512(input, plane, end, destination, windows + window, selectors + (window * _lanes), count);
                }
                else
                {
                    WindowGather.Pack256(input, plane, end, destination, windows + window, selectors + (window * _lanes), count);
                }
            }

            // Other widths; and planes so small that a window would end beyond the input.
            ReadOnlySpan<int> places = _places.AsSpan(firstVector * _lanes, vectors * _lanes);
            for (plane = end; plane < pinned + planes.Length; plane++)
            {
                for (int i = 0; i < places.Length; i++)
                {
                    packed[plane->Destination + i] = input[plane->Source + places[i]];
                }
            }
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
    /// <param name="Start">Its place in the input plane.</param>
    /// <param name="First">The first lane that it covers.</param>
    /// <param name="End">The lane after the last.</param>
    private readonly record struct Window(int Start, int First, int End);
}
