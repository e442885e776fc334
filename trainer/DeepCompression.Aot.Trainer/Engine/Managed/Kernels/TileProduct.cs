using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>A stretch of the summed dimension: where it starts in A and in B, in floats.</summary>
internal readonly record struct Run(int A, int B);

/// <summary>
/// One register tile of a matrix product, the engine's only dense kernel:
/// C (rows, columns) = bias (rows) + Σ over k of A (k, rows) · B (k, columns).
/// k goes through all runs and, in each, through <see cref="Depth"/> consecutive rows of A and B; thus a fully connected layer is one
/// run, and a convolution one for each stretch of its window, with nothing copied. Sums are taken in the order of k.
/// </summary>
internal unsafe ref struct TileProduct
{
    /// <summary>The most rows of a tile. It divides the layer sizes of the paper's LeNets.</summary>
    public const int MaxRows = 10;

    /// <summary>The most columns of a tile: the lanes of a block.</summary>
    public const int MaxColumns = Lanes.Count;

    /// <summary>(k, <see cref="MaxRows"/>), <see cref="AStep"/> floats from one k to the next; rows beyond <see cref="Rows"/> are read but not used.</summary>
    public float* A;
    public int AStep;

    /// <summary>(k, <see cref="MaxColumns"/>), <see cref="BStep"/> floats from one k to the next; all columns are read.</summary>
    public float* B;
    public int BStep;

    /// <summary>Where each run starts, and how many k it has.</summary>
    public ReadOnlySpan<Run> Runs;
    public int Depth;

    /// <summary>(<see cref="Rows"/>, <see cref="Columns"/>), <see cref="CStep"/> floats from one row to the next.</summary>
    public float* C;
    public int CStep;
    public int Rows;
    public int Columns;

    /// <summary>A number added to each row, or null.</summary>
    public float* Bias;

    /// <summary>Whether the result is added to what C holds.</summary>
    public bool Accumulate;

    /// <summary>The panels of <see cref="MaxRows"/> that so many rows need.</summary>
    public static int PanelsFor(int rows) => (rows + MaxRows - 1) / MaxRows;

    /// <summary>Computes the tile with the widest vectors of the machine.</summary>
    public readonly void Compute()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            TileKernel512.Compute(in this);
        }
        else
        {
            TileKernelPortable.Compute(in this);
        }
    }

    /// <summary>Writes the sums (<see cref="MaxRows"/>, <see cref="MaxColumns"/>) that a kernel leaves behind to C.</summary>
    public readonly void Write(float* sums)
    {
        for (int row = 0; row < Rows; row++)
        {
            float bias = Bias == null ? 0 : Bias[row];
            float* source = sums + (row * MaxColumns);
            float* target = C + (row * CStep);
            if (Columns == MaxColumns)
            {
                WriteRow(source, bias, target);
            }
            else
            {
                WritePartialRow(source, bias, target);
            }
        }
    }

    private readonly void WriteRow(float* source, float bias, float* target)
    {
        for (int column = 0; column < MaxColumns; column += Vector<float>.Count)
        {
            Vector<float> sum = Vector.Load(source + column) + new Vector<float>(bias);
            if (Accumulate)
            {
                sum += Vector.Load(target + column);
            }

            sum.Store(target + column);
        }
    }

    private readonly void WritePartialRow(float* source, float bias, float* target)
    {
        for (int column = 0; column < Columns; column++)
        {
            float sum = source[column] + bias;
            target[column] = Accumulate ? target[column] + sum : sum;
        }
    }
}
