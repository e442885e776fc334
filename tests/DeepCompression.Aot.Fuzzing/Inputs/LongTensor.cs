using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>Tensors with enough weights for marks, at which a stream is entered in several places at once.</summary>
internal static class LongTensor
{
    private const int RowLength = 300;

    /// <summary>
    /// One for the lanes of unpacking alone, and two for those that multiply as they decode as well: with a codebook that two vectors
    /// hold, and with a longer one.
    /// </summary>
    public static IEnumerable<CodedTensor> All => [Create(rows: 40, centroids: 5), Create(rows: 80, centroids: 5), Create(rows: 80, centroids: 60)];

    private static CodedTensor Create(int rows, int centroids)
    {
        int[] assignment = [.. Enumerable.Range(0, rows * RowLength).Select(i => i % 7 is 2 or 5 ? -1 : (i * i) % centroids)];
        float[] values = [.. Enumerable.Range(1, centroids).Select(index => index * 0.25f)];
        return CodedTensorEncoder.Encode(new TensorShape(rows, RowLength), assignment, values, NumberFormat.Half, CodingScheme.Paper);
    }
}
