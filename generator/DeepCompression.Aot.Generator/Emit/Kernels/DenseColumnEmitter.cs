using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the kernels that multiply whole columns of a fully connected layer.</summary>
internal static class DenseColumnEmitter
{
    public static void EmitVectors(CodeWriter code, LinearLayer layer, DenseColumnsKernel kernel)
    {
        int blockRows = Math.Max(kernel.Lanes, Math.Min(kernel.BlockVectors * kernel.Lanes, layer.Rows));
        bool blocks = blockRows < layer.Rows;
        code.Write("ref float x = ref MemoryMarshal.GetReference(input);");
        if (blocks)
        {
            code.Write($"// Blocks of {blockRows} rows; the last one begins early enough to end with the last row.");
            code.Open($"for (int block = 0; block < {layer.Rows}; block += {blockRows})");
            code.Write($"int row = Math.Min(block, {layer.Rows - blockRows});");
        }

        code.Write($"ref float weights = {AtRow($"ref MemoryMarshal.GetArrayDataReference({layer.Name}Columns.Weights)")};");
        code.Write($"ref float y = {AtRow("ref MemoryMarshal.GetReference(output)")};");
        if (layer.Bias is not null)
        {
            code.Write($"ref float bias = {AtRow($"ref MemoryMarshal.GetReference({layer.Name}Weights.Bias)")};");
        }

        EmitBlock(code, layer, kernel, blockRows);
        if (blocks)
        {
            code.Close();
        }

        string AtRow(string first) => blocks ? $"ref Unsafe.Add({first}, row)" : first;
    }

    public static void EmitScalar(CodeWriter code, LinearLayer layer, ScalarColumnsKernel kernel) => code.Write($$"""
        float[] weights = {{layer.Name}}Columns.Weights;
        for (int row = 0; row < {{layer.Rows}}; row++)
        {
            float sum = 0f;
            for (int column = 0; column < {{layer.Columns}}; column++)
            {
                sum += input[column] * weights[(column * {{kernel.PaddedRows}}) + row];
            }

            output[row] = {{KernelEmitter.Epilogue(layer, "sum", "row")}};
        }
        """);

    /// <summary>The outputs of one block of rows: sums in registers, all columns, then the epilogue.</summary>
    private static void EmitBlock(CodeWriter code, LinearLayer layer, DenseColumnsKernel kernel, int blockRows)
    {
        int steps = kernel.ColumnsPerStep;
        int[] starts = [.. VectorCode.Starts(blockRows, kernel.Lanes)];
        foreach (string sum in Enumerable.Range(0, steps).SelectMany(step => starts.Select(start => Sum(start, step))))
        {
            code.Write($"{VectorCode.Type(kernel.Lanes)} {sum} = {VectorCode.Type(kernel.Lanes)}.Zero;");
        }

        code.Blank();
        string advance = steps == 1 ? "column++" : $"column += {steps}";
        code.Open($"for (int column = 0; column < {layer.Columns - (layer.Columns % steps)}; {advance})");
        for (int step = 0; step < steps; step++)
        {
            string column = step == 0 ? "column" : $"column + {step}";
            string offset = step == 0 ? $"column * {kernel.PaddedRows}" : $"({column}) * {kernel.PaddedRows}";
            EmitColumn(code, kernel, starts, step, number: step, column, offset);
        }

        code.Close();
        for (int step = 0; step < layer.Columns % steps; step++)
        {
            int column = layer.Columns - (layer.Columns % steps) + step;
            EmitColumn(code, kernel, starts, step, column, $"{column}", $"{column * kernel.PaddedRows}");
        }

        code.Blank();
        foreach (int start in starts)
        {
            EmitStore(code, layer, kernel, start);
        }
    }

    /// <summary>Adds one column to the sums of its step; its locals are numbered.</summary>
    private static void EmitColumn(
        CodeWriter code, DenseColumnsKernel kernel, int[] starts, int step, int number, string column, string offset)
    {
        string vector = VectorCode.Class(kernel.Lanes);
        code.Write($"ref float weight{number} = ref Unsafe.Add(ref weights, {offset});");
        code.Write($"{VectorCode.Type(kernel.Lanes)} x{number} = {vector}.Create(Unsafe.Add(ref x, {column}));");
        foreach (int start in starts)
        {
            string sum = Sum(start, step);
            code.Write($"{sum} = {vector}.MultiplyAddEstimate({vector}.LoadUnsafe(ref weight{number}, {start}), x{number}, {sum});");
        }
    }

    private static void EmitStore(CodeWriter code, LinearLayer layer, DenseColumnsKernel kernel, int start)
    {
        string sum = string.Join(" + ", Enumerable.Range(0, kernel.ColumnsPerStep).Select(step => Sum(start, step)));
        if (layer.Bias is not null)
        {
            sum += $" + {VectorCode.Class(kernel.Lanes)}.LoadUnsafe(ref bias, {start})";
        }

        if (layer.Rows >= kernel.Lanes)
        {
            VectorCode.Store(code, sum, layer.Relu, "y", start);
            return;
        }

        code.Write($"{VectorCode.Type(kernel.Lanes)} result = {VectorCode.Activate(sum, layer.Relu)};");
        VectorCode.StorePart(code, "result", kernel.Lanes, layer.Rows, start);
    }

    private static string Sum(int start, int step) => step == 0 ? $"sum{start}" : $"sum{start}Step{step}";
}
