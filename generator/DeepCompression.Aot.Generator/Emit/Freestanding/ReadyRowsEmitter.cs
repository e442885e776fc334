using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints a layer's weights as its loops want them: zeros are left out where that takes less memory.</summary>
internal static class ReadyRowsEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer)
    {
        float[] weights = layer.Weight.Tensor.ToDense();
        int rowLength = layer.Weight.Tensor.Shape.RowLength;
        int rows = weights.Length / rowLength;
        int[] stored = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] != 0)];
        int weightBytes = layer.Kernels.OfType<RowsKernel>().Single().Bytes is null ? sizeof(float) : sizeof(short);
        long sparseBytes = ((long)stored.Length * (weightBytes + sizeof(ushort))) + (rows * sizeof(ushort));
        long denseBytes = ((long)weights.Length * weightBytes) + (rowLength * sizeof(ushort));
        bool isSparse = sparseBytes < denseBytes;
        ConstantLists.EmitWeights(code, layer, "Values", isSparse ? "The weights that are not zero, row by row" : "The weights, row by row", isSparse ? stored.Select(i => weights[i]) : weights);
        code.Blank();
        code.Document("The weights, row by row.");
        string type = weightBytes == sizeof(float) ? "float" : "short";
        code.Write($"internal static Runtime::ReadyRows<{type}> Rows => new(Values, Places, Counts);");
        ConstantLists.Emit(
            code, "ushort", "Places", isSparse ? "The place in the input of each." : "The places in the input of those of every row.",
            (isSparse ? stored.Select(i => i % rowLength) : Enumerable.Range(0, rowLength)).Select(column => RowPlaces.Of(layer, column)));
        var counts = new int[rows];
        foreach (int i in stored)
        {
            counts[i / rowLength]++;
        }

        ConstantLists.Emit(code, "ushort", "Counts", isSparse ? "The weights of each row." : "Nothing: every row has all of them.", isSparse ? counts : []);
    }
}
