using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// Prints the direct convolution over tiles of output positions. Tiles and vectors that do not divide the plane overlap the ones
/// before them: a few outputs are computed twice, none out of bounds.
/// </summary>
internal static class TileEmitter
{
    public static void Emit(CodeWriter code, ConvolutionLayer layer, TileKernel kernel)
    {
        TapLoop.EmitReferences(code, layer, kernel.Sparse);
        code.Write("ref float x = ref MemoryMarshal.GetReference(input);");
        code.Write("ref float y = ref MemoryMarshal.GetReference(output);");
        code.Open($"for (int channel = 0; channel < {layer.Channels}; channel++)");
        bool down = kernel.TileRows < layer.OutputHeight;
        int tileWidth = Math.Min(kernel.TileVectors * kernel.Lanes, layer.OutputWidth);
        bool across = tileWidth < layer.OutputWidth;
        if (down)
        {
            OpenTiles(code, "tileY", layer.OutputHeight, kernel.TileRows);
        }

        if (across)
        {
            OpenTiles(code, "tileX", layer.OutputWidth, tileWidth);
        }

        EmitTile(code, layer, kernel, tileWidth, down ? "tileY" : null, across ? "tileX" : null);
        for (int open = 1 + (down ? 1 : 0) + (across ? 1 : 0); open > 0; open--)
        {
            code.Close();
        }
    }

    /// <summary>A loop over the first row or column of each tile.</summary>
    private static void OpenTiles(CodeWriter code, string name, int length, int tileLength)
    {
        string counter = name + "Next";
        code.Open($"for (int {counter} = 0; {counter} < {length}; {counter} += {tileLength})");
        code.Write($"int {name} = Math.Min({counter}, {length - tileLength});");
    }

    private static void EmitTile(CodeWriter code, ConvolutionLayer layer, TileKernel kernel, int tileWidth, string? tileY, string? tileX)
    {
        string vector = VectorCode.Class(kernel.Lanes);
        string type = VectorCode.Type(kernel.Lanes);
        var sums = (
            from row in Enumerable.Range(0, kernel.TileRows)
            from column in VectorCode.Starts(tileWidth, kernel.Lanes)
            select (Name: $"row{row}Column{column}", InputOffset: (row * layer.RowStride) + column, OutputOffset: (row * layer.OutputWidth) + column)).ToList();
        foreach (var sum in sums)
        {
            code.Write($"{type} {sum.Name} = {type}.Zero;");
        }

        code.Blank();
        string origin = Position(layer.RowStride, tileY, tileX);
        TapLoop.Emit(code, layer, kernel.Sparse, () =>
        {
            code.Write($"ref float under = ref Unsafe.Add(ref x, {(origin.Length > 0 ? $"{origin} + place" : "place")});");
            code.Write($"{type} broadcast = {vector}.Create(weight);");
            foreach (var sum in sums)
            {
                code.Write($"{sum.Name} = {vector}.MultiplyAddEstimate({vector}.LoadUnsafe(ref under, {sum.InputOffset}), broadcast, {sum.Name});");
            }
        });
        code.Blank();
        string tile = Position(layer.OutputWidth, tileY, tileX);
        string plane = $"channel * {layer.OutputHeight * layer.OutputWidth}";
        code.Write($"ref float tile = ref Unsafe.Add(ref y, {(tile.Length > 0 ? $"({plane}) + {tile}" : plane)});");
        if (layer.Bias is not null)
        {
            code.Write($"{type} bias = {vector}.Create({layer.Name}Weights.Bias[channel]);");
        }

        foreach (var sum in sums)
        {
            string value = layer.Bias is null ? sum.Name : $"{sum.Name} + bias";
            VectorCode.Store(code, value, layer.Relu, "tile", sum.OutputOffset);
        }
    }

    /// <summary>The place of the tile's first element in a plane whose rows have the given length; empty for the plane's first.</summary>
    private static string Position(int rowLength, string? tileY, string? tileX) =>
        string.Join(" + ", new[] { tileY is null ? null : $"({tileY} * {rowLength})", tileX }.OfType<string>());
}
