using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints a layer's constants as a microcontroller reads them, decoder tables included.</summary>
internal static class PackedRowsEmitter
{
    private const int ColumnsPerLine = 16;

    public static void Emit(CodeWriter code, WeightLayer layer)
    {
        Tensor tensor = layer.Weight.Tensor;
        code.Document($"The constants of {layer.Name}.");
        code.Open($"private static class {layer.Name}Weights");
        if (tensor is CodedTensor { Nnz: > 0 } coded)
        {
            EmitCoded(code, layer, coded);
        }
        else
        {
            int[] columns = [.. Enumerable.Range(0, tensor.Shape.RowLength)];
            float[] weights = tensor.Nnz == 0 ? [] : tensor.ToDense();
            EmitWeights(code, layer, "Every weight", weights);
            EmitRows(code, weights.Length, columns.Length, isCoded: false);
            EmitColumns(code, layer, columns);
        }

        EmitBias(code, layer);
        code.Close();
    }

    private static void EmitBias(CodeWriter code, WeightLayer layer)
    {
        float[] bias = layer.Bias is null ? new float[layer.Weight.Tensor.Shape.Rows] : layer.Bias.Tensor.ToDense();
        int[] ends = [.. Enumerable.Range(1, bias.Length).Where(row => row == bias.Length || !bias[row].Equals(bias[row - 1]))];
        EmitNumbers(code, "BiasValues", "The biases of output channels, those of neighbours that are equal once", ends.Select(end => bias[end - 1]), Bytes(layer)?.BiasExponent);
        EmitList(code, "ushort", "BiasEnds", "The first output channel that has another.", Numbers(ends));
        code.Blank();
        string type = Bytes(layer) is null ? "float" : "int";
        code.Document("The bias of each output channel.");
        code.Write($"internal static Runtime::BiasRuns<{type}> Bias => new(BiasValues, BiasEnds);");
    }

    private static ByteScales? Bytes(WeightLayer layer) => layer.Kernels.OfType<RowsKernel>().Single().Bytes;

    private static void EmitWeights(CodeWriter code, WeightLayer layer, string summary, IEnumerable<float> weights) =>
        EmitNumbers(code, "Codebook", summary, weights, Bytes(layer)?.WeightExponent);

    /// <summary>Floats, or where there is an exponent, integers that stand for themselves · 2^−exponent.</summary>
    private static void EmitNumbers(CodeWriter code, string name, string summary, IEnumerable<float> numbers, int? exponent)
    {
        if (exponent is not int power)
        {
            EmitList(code, "float", name, summary + ".", numbers.Select(Literals.Float));
            return;
        }

        EmitList(
            code, "int", name, $"{summary}, times 2^{power}.",
            numbers.Select(number => Math.Round(number * Math.Pow(2, power)).ToString("R", CultureInfo.InvariantCulture)));
    }

    private static void EmitCoded(CodeWriter code, WeightLayer layer, CodedTensor tensor)
    {
        PackedWeights packed = PackedWeights.Of(tensor);
        PrefixCodeTables gaps = PrefixCodeTables.Of(packed.Code.GapLengths.AsSpan(), singleIsFree: true);
        PrefixCodeTables indices = PrefixCodeTables.Of(packed.Code.IndexLengths.AsSpan(), singleIsFree: false);
        int[] columns = [.. LiveColumns(tensor)];
        EmitWeights(code, layer, "The centroids, in the order of their codewords", indices.Symbols.Select(symbol => tensor.Codebook[symbol]));
        EmitRows(code, tensor.WeightCount, columns.Length, isCoded: true);
        EmitList(
            code, "ushort", "Stream",
            $"The packed weights: {NumberText.Grouped(tensor.WeightCount)} pairs of gap and codebook index in {NumberText.Grouped(packed.Stream.Length)} bytes, and zeros to read ahead.",
            HalfWords(packed.Stream.ToArray()));
        EmitList(
            code, "uint", "Gaps", "The smallest gap of each class, times 32, and the plain bits that follow.",
            gaps.Symbols.Select(symbol => Class(symbol, packed.Code.Resolution)));
        EmitTables(code, "Gap", "classes of gaps", gaps);
        EmitTables(code, "Index", "centroids", indices);
        EmitColumns(code, layer, columns);
    }

    private static void EmitRows(CodeWriter code, int weightCount, int liveColumns, bool isCoded)
    {
        code.Blank();
        code.Document("The weights, row by row.");
        code.Write("internal static Runtime::PackedRows Rows => new(");
        code.WriteIndented($"{(isCoded ? "Stream" : "default")}, weightCount: {weightCount}, liveColumns: {liveColumns}, Columns,");
        code.WriteIndented(isCoded ? "new(GapLookup, GapLast, GapRanks), Gaps, new(IndexLookup, IndexLast, IndexRanks));" : "default, default, default);");
    }

    private static void EmitTables(CodeWriter code, string name, string what, PrefixCodeTables tables)
    {
        EmitList(code, "short", $"{name}Lookup", $"Rank, times 16, and length of each codeword of {what}, by the first 6 bits; -1 where it is longer.", Numbers(tables.Lookup));
        EmitList(code, "ushort", $"{name}Last", "The last 16 bits that begin with a codeword of 7 bits or fewer, of 8, and so on.", Numbers(tables.Last));
        EmitList(code, "short", $"{name}Ranks", "What makes a codeword of each of these lengths its rank.", Numbers(tables.Ranks));
    }

    private static IEnumerable<string> Numbers(IEnumerable<int> numbers) => numbers.Select(number => number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where each live column is in the layer's input; nothing where that is its number.</summary>
    private static void EmitColumns(CodeWriter code, WeightLayer layer, int[] columns)
    {
        int[] places = [.. columns.Select(column => PlaceInInput(layer, column))];
        bool isIdentity = places.SequenceEqual(Enumerable.Range(0, places.Length));
        EmitList(
            code, "ushort", "Columns", isIdentity ? "Nothing: a column's number is its place in the input." : "The place in the input of each column that has weights.",
            isIdentity ? [] : Numbers(places));
    }

    private static int PlaceInInput(WeightLayer layer, int column)
    {
        (SlidingWindow? window, TensorShape shape) = layer switch
        {
            ConvolutionLayer convolution => (convolution.Window, convolution.InputShape),
            GroupedConvolutionLayer grouped => (grouped.Window, grouped.InputShape),
            _ => (null, default),
        };
        if (window is null)
        {
            return column;
        }

        int channel = column / (window.Height * window.Width);
        int row = column / window.Width % window.Height;
        return (((channel * shape[1]) + row) * shape[2]) + (column % window.Width);
    }

    private static IEnumerable<int> LiveColumns(CodedTensor tensor)
    {
        if (tensor.Columns.IsAll)
        {
            return Enumerable.Range(0, tensor.Shape.RowLength);
        }

        int[] runs = [.. tensor.Columns.Runs];
        int[] ends = [.. runs.Select((_, run) => runs.Take(run + 1).Sum())];
        return Enumerable.Range(0, runs.Length / 2).SelectMany(pair => Enumerable.Range(ends[2 * pair], runs[(2 * pair) + 1]));
    }

    private static IEnumerable<string> HalfWords(byte[] stream)
    {
        for (int i = 0; i < stream.Length + 2; i += 2)
        {
            int high = i < stream.Length ? stream[i] : 0;
            int low = i + 1 < stream.Length ? stream[i + 1] : 0;
            yield return "0x" + ((high << 8) | low).ToString("X4", CultureInfo.InvariantCulture);
        }
    }

    private static string Class(int gapClass, int resolution) =>
        "0x" + ((GapClasses.First(gapClass, resolution) << 5) | GapClasses.ExtraBits(gapClass, resolution)).ToString("X", CultureInfo.InvariantCulture);

    private static void EmitList(CodeWriter code, string type, string name, string summary, IEnumerable<string> items)
    {
        code.Blank();
        code.Document(summary);
        string header = $"internal static ReadOnlySpan<{type}> {name} =>";
        string[] all = [.. items];
        if (all.Length <= ColumnsPerLine)
        {
            code.Write(all.Length == 0 ? $"{header} default;" : $"{header} [{string.Join(", ", all)}];");
            return;
        }

        code.Write(header);
        code.Write("[");
        for (int i = 0; i < all.Length; i += ColumnsPerLine)
        {
            code.WriteIndented(string.Join(", ", all.Skip(i).Take(ColumnsPerLine)) + ",");
        }

        code.Write("];");
    }
}
