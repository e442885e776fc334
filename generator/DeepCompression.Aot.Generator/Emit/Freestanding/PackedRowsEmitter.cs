using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints a layer's packed weights as a microcontroller decodes them, tables included.</summary>
internal static class PackedRowsEmitter
{
    public static void Emit(CodeWriter code, WeightLayer layer)
    {
        var tensor = (CodedTensor)layer.Weight.Tensor;
        PackedWeights packed = PackedWeights.Of(tensor);
        GapTables gaps = GapTables.Of(packed.Code);
        PrefixCodeTables indices = PrefixCodeTables.Of(packed.Code.IndexLengths.AsSpan(), singleIsFree: false);
        int[] places = RowPlaces.OfLiveColumns(layer);
        ConstantLists.EmitWeights(code, layer, "Codebook", "The centroids, in the order of their codewords", indices.Symbols.Select(symbol => tensor.Codebook[symbol]));
        EmitRows(code, tensor.WeightCount, places, gaps, indices);
        ConstantLists.Emit(
            code, "ushort", "Stream",
            $"The packed weights: {NumberText.Grouped(tensor.WeightCount)} pairs of gap and codebook index in {NumberText.Grouped(packed.Stream.Length)} bytes, and zeros to read ahead.",
            HalfWords(packed.Stream.ToArray()));
        ConstantLists.Emit(
            code, "int", "GapLookup",
            "For every 6 bits that begin with a codeword: its length and that of the plain bits behind it, and, times 32, what they are added to for the gap; -1 where that takes a search.",
            gaps.Lookup);
        EmitSearch(code, "Gap", "classes of gaps", gaps.Code);
        ConstantLists.Emit(code, "uint", "Gaps", "The smallest gap of each class, times 32, and the plain bits that follow.", gaps.Classes);
        ConstantLists.Emit(code, "short", "IndexLookup", "Rank, times 16, and length of each codeword of centroids, by the first 6 bits; -1 where it is longer.", indices.Lookup);
        EmitSearch(code, "Index", "centroids", indices);
        if (!RowPlaces.AreIdentity(places))
        {
            ConstantLists.Emit(code, "ushort", "Columns", "The place in the input of each column that has weights.", places);
        }
    }

    private static void EmitRows(CodeWriter code, int weightCount, int[] places, GapTables gaps, PrefixCodeTables indices)
    {
        code.Blank();
        code.Document("The weights, row by row.");
        code.Write("internal static Runtime::PackedRows Rows => new(");
        code.WriteIndented($"Stream, weightCount: {weightCount}, liveColumns: {places.Length}, {(RowPlaces.AreIdentity(places) ? "default" : "Columns")},");
        code.WriteIndented($"GapLookup, new(default, GapLast, GapRanks, firstLength: {gaps.Code.FirstLength}), Gaps,");
        code.WriteIndented($"new(IndexLookup, IndexLast, IndexRanks, firstLength: {indices.FirstLength}));");
    }

    private static void EmitSearch(CodeWriter code, string name, string what, PrefixCodeTables tables)
    {
        string first = $"of {tables.FirstLength} bits";
        ConstantLists.Emit(code, "ushort", $"{name}Last", $"The last 16 bits that begin with a codeword of {what} {first} or fewer, of one more, and so on.", tables.Last);
        ConstantLists.Emit(code, "short", $"{name}Ranks", "What makes a codeword of each of these lengths its rank.", tables.Ranks);
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
}
