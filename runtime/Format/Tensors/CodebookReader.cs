namespace DeepCompression.Aot.Format;

/// <summary>Reads the codebook of a tensor: centroids in a number format, or as the steps between them.</summary>
internal static class CodebookReader
{
    /// <summary>Reads so many centroids.</summary>
    public static (NumberFormat Format, EquatableArray<float> Codebook) Read(ref BitReader reader, int count)
    {
        NumberReader numbers = NumberReader.Begin(ref reader, mayStep: true);
        float[] codebook = numbers.Format == NumberFormat.Steps ? ReadSteps(ref reader, count) : numbers.Next(ref reader, count);
        numbers.RequireEnd(ref reader);
        for (int i = 0; i < count; i++)
        {
            reader.Require(codebook[i] != 0, "a centroid is zero; zero weights are not stored");
            reader.Require(i == 0 || codebook[i - 1] < codebook[i], "the centroids do not ascend");
        }

        return (numbers.Format, new(codebook));
    }

    private static float[] ReadSteps(ref BitReader reader, int count)
    {
        int order = (int)reader.ReadBits(CodebookSteps.OrderBits);

        // A step takes at least a bit and those of its order.
        reader.Require(count - 1 <= reader.Remaining / (order + 1), $"{count} centroids are announced, but only {reader.Remaining} bits are left");
        var codebook = new float[count];
        codebook[0] = reader.ReadSingle();
        uint rank = CodebookSteps.Rank(codebook[0]);
        for (int i = 1; i < count; i++)
        {
            long next = rank + 1L + reader.ReadNumber(order);
            reader.Require(next <= uint.MaxValue, "a step leads beyond all numbers");
            rank = (uint)next;
            codebook[i] = CodebookSteps.FromRank(rank);
            reader.Require(SingleBits.IsFinite(codebook[i]), "a number is not finite");
        }

        reader.Require(CodebookSteps.BestOrder(codebook) == order, "the steps of a codebook are longer than they need to be");
        return codebook;
    }
}
