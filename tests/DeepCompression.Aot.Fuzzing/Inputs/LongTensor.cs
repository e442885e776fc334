using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>A tensor with enough weights for marks, at which its stream is entered in several places at once.</summary>
internal static class LongTensor
{
    private const int Rows = 40;
    private const int RowLength = 300;
    private const int Centroids = 5;

    public static CodedTensor Create()
    {
        int[] assignment = [.. Enumerable.Range(0, Rows * RowLength).Select(i => i % 7 is 2 or 5 ? -1 : (i * i) % Centroids)];
        float[] centroids = [.. Enumerable.Range(1, Centroids).Select(index => index * 0.25f)];
        return CodedTensorEncoder.Encode(new TensorShape(Rows, RowLength), assignment, centroids, NumberFormat.Half, CodingScheme.Paper);
    }
}
