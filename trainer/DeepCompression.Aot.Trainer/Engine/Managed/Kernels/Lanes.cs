using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// The engine's memory layout. Samples are handled in blocks of <see cref="Count"/>, and within a block the sample is the innermost
/// dimension: a value is (blocks, elements, lanes). Every kernel vectorises over lanes, so that none has a tail, and a block fits the
/// second-level cache. Lanes beyond the last sample hold zeros in the input and in the gradient of the loss, and so contribute nothing.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>Samples per block: two of the widest vectors, one step of <see cref="TileProduct"/>.</summary>
    public const int Count = 32;

    private const int Stretch = 128;

    public static int BlocksFor(int samples) => (samples + Count - 1) / Count;

    /// <summary>Turns samples, one after another, into one block.</summary>
    /// <param name="samples">(count, elements).</param>
    /// <param name="count">1 to <see cref="Count"/> samples; the other lanes become zero.</param>
    /// <param name="elements">Elements of a sample.</param>
    /// <param name="block">(elements, lanes).</param>
    public static void FromSamples(float* samples, int count, int elements, float* block)
    {
        if (count < Count)
        {
            Unsafe.InitBlockUnaligned(block, 0, checked((uint)((long)elements * Count * sizeof(float))));
        }

        // A stretch at a time, so that the lines written stay in the first-level cache until their last lane.
        for (int start = 0; start < elements; start += Stretch)
        {
            int end = Math.Min(start + Stretch, elements);
            int lane = 0;
            for (; LaneSquare.IsSupported && lane <= count - LaneSquare.Side; lane += LaneSquare.Side)
            {
                int element = start;
                for (; element <= end - LaneSquare.Side; element += LaneSquare.Side)
                {
                    LaneSquare.Transpose(samples + ((nint)lane * elements) + element, elements, block + (element * Count) + lane);
                }

                Copy(samples, elements, block, (lane, lane + LaneSquare.Side), (element, end));
            }

            Copy(samples, elements, block, (lane, count), (start, end));
        }
    }

    private static void Copy(float* samples, int elements, float* block, (int Start, int End) lanes, (int Start, int End) part)
    {
        for (int lane = lanes.Start; lane < lanes.End; lane++)
        {
            float* sample = samples + ((nint)lane * elements);
            for (int element = part.Start; element < part.End; element++)
            {
                block[(element * Count) + lane] = sample[element];
            }
        }
    }

    /// <summary>The inverse of <see cref="FromSamples"/>.</summary>
    public static void ToSamples(float* block, int count, int elements, float* samples)
    {
        for (int lane = 0; lane < count; lane++)
        {
            float* sample = samples + ((nint)lane * elements);
            for (int element = 0; element < elements; element++)
            {
                sample[element] = block[(element * Count) + lane];
            }
        }
    }

    /// <summary>
    /// Transposes a block into panels, in which <paramref name="width"/> elements of a sample lie side by side: what a product that
    /// sums over samples reads.
    /// </summary>
    /// <param name="block">(elements, lanes).</param>
    /// <param name="elements">Elements of a sample.</param>
    /// <param name="width">Elements in a panel; the last panel may be partly unwritten.</param>
    /// <param name="panels">(panels, samples, width), at the block's first sample.</param>
    /// <param name="samples">Samples in a panel.</param>
    public static void ToPanels(float* block, int elements, int width, float* panels, int samples)
    {
        for (int first = 0; first < elements; first += width)
        {
            int used = Math.Min(width, elements - first);
            for (int column = 0; column < used; column++)
            {
                float* row = block + ((first + column) * Count);
                float* target = panels + column;
                for (int lane = 0; lane < Count; lane++)
                {
                    target[lane * width] = row[lane];
                }
            }

            panels += (nint)samples * width;
        }
    }
}
