using DeepCompression.Aot.Format;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace DeepCompression.Aot.Trainer.Experiments.LowRank;

/// <summary>
/// The singular value decomposition of a layer's weights, one row per output channel; cut off after a rank, it is the best
/// approximation of that rank (Eckart and Young, 1936).
/// </summary>
internal sealed class Factorisation
{
    private readonly Svd<float> _svd;

    /// <param name="shape">The shape of the weights, output channels first.</param>
    /// <param name="weights">The weights, row-major.</param>
    public Factorisation(TensorShape shape, float[] weights)
    {
        Rows = shape.Dimensions[0];
        Columns = weights.Length / Rows;
        _svd = Matrix<float>.Build.DenseOfRowMajor(Rows, Columns, weights).Svd();
    }

    /// <summary>The output channels.</summary>
    public int Rows { get; }

    /// <summary>The weights of each of them.</summary>
    public int Columns { get; }

    /// <summary>The rank whose two factors have a given fraction of the weights together, at least 1.</summary>
    public int RankFor(double fraction) =>
        Math.Clamp((int)Math.Round(fraction * Rows * Columns / (Rows + Columns)), 1, Math.Min(Rows, Columns));

    /// <summary>The factor that is applied first, (rank, columns), row-major: each row carries the root of its singular value.</summary>
    public float[] Inner(int rank) => Fill(rank, Columns, (row, column) => Root(row) * _svd.VT[row, column]);

    /// <summary>The factor that is applied to its result, (rows, rank), row-major.</summary>
    public float[] Outer(int rank) => Fill(Rows, rank, (row, column) => _svd.U[row, column] * Root(column));

    private float Root(int number) => MathF.Sqrt(_svd.S[number]);

    private static float[] Fill(int rows, int columns, Func<int, int, float> value)
    {
        var matrix = new float[rows * columns];
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = value(i / columns, i % columns);
        }

        return matrix;
    }
}
