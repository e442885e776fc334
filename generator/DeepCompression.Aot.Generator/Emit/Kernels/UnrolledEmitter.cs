using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints small fully connected layers as straight-line code.</summary>
internal static class UnrolledEmitter
{
    /// <summary>Sums of each output vector, taken in turn so that additions do not wait for each other.</summary>
    private const int Turns = 4;

    public static void EmitVectors(CodeWriter code, LinearLayer layer, UnrolledVectorKernel kernel)
    {
        float[] weights = layer.Weight.Tensor.ToDense();
        float[]? bias = layer.Bias?.Tensor.ToDense();
        code.Write("ref float x = ref MemoryMarshal.GetReference(input);");
        code.Write("ref float y = ref MemoryMarshal.GetReference(output);");
        for (int first = 0; first < layer.Rows; first += kernel.Lanes)
        {
            int rows = Math.Min(kernel.Lanes, layer.Rows - first);
            code.Blank();
            code.Write(rows == 1 ? $"// Row {first}." : $"// Rows {first} to {first + rows - 1}.");
            string total = EmitSums(code, layer.Columns, kernel.Lanes, $"sum{first}Turn", column => Column(weights, first, column));
            if (bias is not null)
            {
                total += $" + {Constant(Enumerable.Range(first, kernel.Lanes).Select(row => row < layer.Rows ? bias[row] : 0f), kernel.Lanes)}";
            }

            EmitStore(code, layer, kernel, total, first, rows);
        }

        float[] Column(float[] dense, int first, int column) =>
            [.. Enumerable.Range(first, kernel.Lanes).Select(row => row < layer.Rows ? dense[(row * layer.Columns) + column] : 0f)];
    }

    /// <summary>The sums of some rows over all columns that are not zero there; returns the expression of their total.</summary>
    private static string EmitSums(CodeWriter code, int columnCount, int lanes, string sumName, Func<int, float[]> weightsOf)
    {
        var columns = Enumerable.Range(0, columnCount)
            .Select(column => (Number: column, Weights: weightsOf(column)))
            .Where(column => column.Weights.Any(weight => weight != 0))
            .ToList();
        string[] sums = [.. Enumerable.Range(0, Math.Max(1, Math.Min(Turns, columns.Count))).Select(turn => $"{sumName}{turn}")];
        foreach (string sum in sums)
        {
            code.Write($"{VectorCode.Type(lanes)} {sum} = {VectorCode.Type(lanes)}.Zero;");
        }

        string vector = VectorCode.Class(lanes);
        for (int i = 0; i < columns.Count; i++)
        {
            string sum = sums[i % sums.Length];
            string input = $"{vector}.Create(Unsafe.Add(ref x, {columns[i].Number}))";
            code.Write($"{sum} = {vector}.MultiplyAddEstimate({Constant(columns[i].Weights, lanes)}, {input}, {sum});");
        }

        return string.Join(" + ", sums);
    }

    private static string Constant(IEnumerable<float> values, int lanes) =>
        $"{VectorCode.Class(lanes)}.Create({string.Join(", ", values.Select(Literals.Float))})";

    public static void EmitScalar(CodeWriter code, LinearLayer layer)
    {
        float[] weights = layer.Weight.Tensor.ToDense();
        float[]? bias = layer.Bias?.Tensor.ToDense();
        code.Write("ref float x = ref MemoryMarshal.GetReference(input);");
        for (int row = 0; row < layer.Rows; row++)
        {
            var terms = (
                from column in Enumerable.Range(0, layer.Columns)
                let weight = weights[(row * layer.Columns) + column]
                where weight != 0
                select $"(Unsafe.Add(ref x, {column}) * {Literals.Float(weight)})").ToList();
            if (bias is not null)
            {
                terms.Add(Literals.Float(bias[row]));
            }

            string sum = terms.Count > 0 ? string.Join(" + ", terms) : "0f";
            code.Write($"output[{row}] = {VectorCode.Activate(sum, layer.Relu)};");
        }
    }

    private static void EmitStore(CodeWriter code, LinearLayer layer, UnrolledVectorKernel kernel, string total, int first, int rows)
    {
        if (rows == kernel.Lanes)
        {
            VectorCode.Store(code, total, layer.Relu, "y", first);
            return;
        }

        code.Write($"{VectorCode.Type(kernel.Lanes)} result{first} = {VectorCode.Activate(total, layer.Relu)};");
        VectorCode.StorePart(code, $"result{first}", kernel.Lanes, rows, first);
    }
}
