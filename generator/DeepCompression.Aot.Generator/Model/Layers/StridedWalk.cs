using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A way through memory: place (i0, i1, …) is element Offset + Σ ik · Strides[k].</summary>
/// <param name="Sizes">The size of each axis.</param>
/// <param name="Strides">The elements from one place along it to the next.</param>
/// <param name="Offset">The first element.</param>
internal sealed record StridedWalk(EquatableArray<int> Sizes, EquatableArray<int> Strides, int Offset)
{
    /// <summary>The same way with as few axes as there can be: those of size 1 are left out, and neighbours that make one walk are one.</summary>
    public static StridedWalk Of(IReadOnlyList<int> sizes, IReadOnlyList<int> strides, int offset)
    {
        var merged = new List<(int Size, int Stride)>();
        for (int axis = 0; axis < sizes.Count; axis++)
        {
            int last = merged.Count - 1;
            if (sizes[axis] == 1)
            {
                continue;
            }

            if (last >= 0 && merged[last].Stride == (long)strides[axis] * sizes[axis])
            {
                merged[last] = (merged[last].Size * sizes[axis], strides[axis]);
            }
            else
            {
                merged.Add((sizes[axis], strides[axis]));
            }
        }

        return new(new([.. merged.Select(axis => axis.Size)]), new([.. merged.Select(axis => axis.Stride)]), offset);
    }
}
