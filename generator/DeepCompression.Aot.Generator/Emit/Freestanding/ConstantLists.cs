using System.Globalization;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints constants as spans over read-only data.</summary>
internal static class ConstantLists
{
    private const int ItemsPerLine = 16;

    public static void Emit(CodeWriter code, string type, string name, string summary, IEnumerable<string> items)
    {
        code.Blank();
        code.Document(summary);
        string header = $"internal static ReadOnlySpan<{type}> {name} =>";
        string[] all = [.. items];
        if (all.Length <= ItemsPerLine)
        {
            code.Write(all.Length == 0 ? $"{header} default;" : $"{header} [{string.Join(", ", all)}];");
            return;
        }

        code.Write(header);
        code.Write("[");
        for (int i = 0; i < all.Length; i += ItemsPerLine)
        {
            code.WriteIndented(string.Join(", ", all.Skip(i).Take(ItemsPerLine)) + ",");
        }

        code.Write("];");
    }

    public static void Emit(CodeWriter code, string type, string name, string summary, IEnumerable<int> items) =>
        Emit(code, type, name, summary, items.Select(item => item.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Weights: floats, or where there is an exponent, integers of 16 bits that stand for themselves · 2^−exponent.</summary>
    public static void EmitWeights(CodeWriter code, WeightLayer layer, string name, string summary, IEnumerable<float> weights) =>
        EmitNumbers(code, "short", name, summary, weights, Bytes(layer)?.WeightExponent);

    /// <summary>Biases: floats, or integers of 32 bits.</summary>
    public static void EmitBias(CodeWriter code, WeightLayer layer)
    {
        float[] bias = layer.Bias is null ? new float[layer.Weight.Tensor.Shape.Rows] : layer.Bias.Tensor.ToDense();
        int[] ends = [.. Enumerable.Range(1, bias.Length).Where(row => row == bias.Length || !bias[row].Equals(bias[row - 1]))];
        EmitNumbers(code, "int", "BiasValues", "The biases of output channels, those of neighbours that are equal once", ends.Select(end => bias[end - 1]), Bytes(layer)?.BiasExponent);
        Emit(code, "ushort", "BiasEnds", "The first output channel that has another.", ends);
        code.Blank();
        code.Document("The bias of each output channel.");
        code.Write($"internal static Runtime::BiasRuns<{(Bytes(layer) is null ? "float" : "int")}> Bias => new(BiasValues, BiasEnds);");
    }

    private static ByteScales? Bytes(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single().Bytes;

    private static void EmitNumbers(CodeWriter code, string integer, string name, string summary, IEnumerable<float> numbers, int? exponent)
    {
        if (exponent is not int power)
        {
            Emit(code, "float", name, summary + ".", numbers.Select(Literals.Float));
            return;
        }

        Emit(
            code, integer, name, $"{summary}, times 2^{power}.",
            numbers.Select(number => Math.Round(number * Math.Pow(2, power)).ToString("R", CultureInfo.InvariantCulture)));
    }
}
