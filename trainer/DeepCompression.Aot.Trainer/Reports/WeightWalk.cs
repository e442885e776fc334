using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Reports;

/// <summary>Visits the weights of a tensor that are not zero, without the memory of a dense copy where it is sparse.</summary>
internal static class WeightWalk
{
    /// <param name="tensor">The tensor.</param>
    /// <param name="visit">Gets the position in row-major order and the value of each weight.</param>
    public static void Visit(Tensor tensor, Action<int, float> visit)
    {
        switch (tensor)
        {
            case CodedTensor coded:
                Visit(coded, visit);
                break;
            case SplitTensor split:
                Visit(split, visit);
                break;
            default:
                Visit(tensor.ToDense(), visit);
                break;
        }
    }

    private static void Visit(CodedTensor tensor, Action<int, float> visit)
    {
        var reader = new CodedWeightReader(tensor);
        while (reader.MoveNext())
        {
            visit(reader.Position, tensor.Codebook[reader.Index]);
        }
    }

    private static void Visit(SplitTensor tensor, Action<int, float> visit)
    {
        var reader = new CodedWeightReader(tensor);
        while (reader.MoveNext())
        {
            visit(reader.Position, tensor.Value(reader));
        }
    }

    private static void Visit(float[] dense, Action<int, float> visit)
    {
        for (int i = 0; i < dense.Length; i++)
        {
            if (dense[i] != 0)
            {
                visit(i, dense[i]);
            }
        }
    }
}
