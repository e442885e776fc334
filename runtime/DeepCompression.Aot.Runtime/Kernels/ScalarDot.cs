using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The product of a sparse row and the activations, slot by slot: the portable form of <see cref="GatherDot"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarDot
{
    /// <summary>Sums x[columns[i]] · values[i] for ascending i; the product is rounded, then the sum. Fillers are left out.</summary>
    /// <param name="x">The first activation.</param>
    /// <param name="columns">The column of the row's first slot; every column is a place in <paramref name="x"/>.</param>
    /// <param name="values">The weight of the row's first slot, 0 for a filler.</param>
    /// <param name="slots">The row's slots, any number; nothing is read for 0.</param>
    public static float Sum<TColumn>(ref readonly float x, ref readonly TColumn columns, ref readonly float values, int slots)
        where TColumn : unmanaged, IBinaryInteger<TColumn>
    {
        float sum = 0;
        for (int i = 0; i < slots; i++)
        {
            float value = Unsafe.Add(ref Unsafe.AsRef(in values), i);
            if (value != 0)
            {
                int column = int.CreateTruncating(Unsafe.Add(ref Unsafe.AsRef(in columns), i));
                sum += Unsafe.Add(ref Unsafe.AsRef(in x), column) * value;
            }
        }

        return sum;
    }
}
