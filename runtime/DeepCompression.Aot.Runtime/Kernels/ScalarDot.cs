using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The product of a sparse row and the activations, slot by slot: the portable form of <see cref="GatherDot"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarDot
{
    /// <summary>Sums x[columns[i]] · codebook[codes[i]] for ascending i; the product is rounded, then the sum. Fillers are left out.</summary>
    /// <param name="x">The first activation.</param>
    /// <param name="columns">The column of the row's first slot; every column is a place in <paramref name="x"/>.</param>
    /// <param name="codes">The code of the row's first slot; every code is a place in <paramref name="codebook"/>.</param>
    /// <param name="codebook">The value of code 0.</param>
    /// <param name="slots">The row's slots, any number; nothing is read for 0.</param>
    public static float Sum<TColumn>(
        ref readonly float x, ref readonly TColumn columns, ref readonly byte codes, ref readonly float codebook, int slots)
        where TColumn : unmanaged, IBinaryInteger<TColumn>
    {
        float sum = 0;
        for (int i = 0; i < slots; i++)
        {
            int code = Unsafe.Add(ref Unsafe.AsRef(in codes), i);
            if (code != 0)
            {
                int column = int.CreateTruncating(Unsafe.Add(ref Unsafe.AsRef(in columns), i));
                sum += Unsafe.Add(ref Unsafe.AsRef(in x), column) * Unsafe.Add(ref Unsafe.AsRef(in codebook), code);
            }
        }

        return sum;
    }
}
