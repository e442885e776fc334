using DeepCompression.Aot.Benchmarks.Ours;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Baselines;

/// <summary>
/// Compressed sparse rows as every sparse library has them (Deep Compression measures MKL's, appendix A): a 32-bit column and a
/// single-precision value for each weight, no shared weights; summed with AVX2 gathers where there are any.
/// </summary>
internal sealed class CsrMatrix
{
    private readonly SparseRows<int> _rows;

    public CsrMatrix(CodedTensor tensor)
    {
        var packed = new PackedWeights(tensor);
        _rows = SparseRows.Unpack<int>(packed.Tensor, packed.Codebook, GatherDot.SlotsPerStep);
    }

    /// <summary>outputs (batch, rows) = inputs (batch, columns) · weights transposed + bias, sample after sample.</summary>
    public void Linear(int batch, float[] bias, float[] inputs, float[] outputs)
    {
        int columns = inputs.Length / batch;
        for (int sample = 0; sample < batch; sample++)
        {
            for (int row = 0; row < bias.Length; row++)
            {
                int start = _rows.Start[row];
                int slots = _rows.Start[row + 1] - start;
                float sum = slots == 0 ? 0 : GatherDot.Sum(in inputs[sample * columns], in _rows.Columns[start], in _rows.Values[start], slots);
                outputs[(sample * bias.Length) + row] = sum + bias[row];
            }
        }
    }
}
