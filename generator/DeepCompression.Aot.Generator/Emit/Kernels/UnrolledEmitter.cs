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
        string vector = VectorCode.Class(kernel.Lanes);
        string type = VectorCode.Type(kernel.Lanes);
        code.Write("ref float x = ref MemoryMarshal.GetReference(input);");
        code.Write("ref float y = ref MemoryMarshal.GetReference(output);");
        for (int first = 0; first < layer.Rows; first += kernel.Lanes)
        {
            int rows = Math.Min(kernel.Lanes, layer.Rows - first);
            int[] columns = [.. Enumerable.Range(0, layer.Columns).Where(column => Column(column).Any(weight => weight != 0))];
            string[] sums = [.. Enumerable.Range(0, Math.Max(1, Math.Min(Turns, columns.Length))).Select(turn => $"sum{first}Turn{turn}")];
            code.Blank();
            code.Write(rows == 1 ? $"// Row {first}." : $"// Rows {first} to {first + rows - 1}.");
            foreach (string sum in sums)
            {
                code.Write($"{type} {sum} = {type}.Zero;");
            }

            for (int i = 0; i < columns.Length; i++)
            {
                string sum = sums[i % sums.Length];
                string constants = string.Join(", ", Column(columns[i]).Select(Literals.Float));
                code.Write($"{sum} = {vector}.MultiplyAddEstimate({vector}.Create({constants}), {vector}.Create(Unsafe.Add(ref x, {columns[i]})), {sum});");
            }

            string total = string.Join(" + ", sums);
            EmitStore(code, layer, kernel, layer.Bias is null ? total : $"{total} + {vector}.Create({Constants(layer.Bias.Tensor.ToDense(), first)})", first, rows);

            IEnumerable<float> Column(int column) => Enumerable.Range(first, kernel.Lanes)
                .Select(row => row < layer.Rows ? weights[(row * layer.Columns) + column] : 0f);
        }

        string Constants(float[] values, int first) => string.Join(
            ", ", Enumerable.Range(first, kernel.Lanes).Select(row => Literals.Float(row < values.Length ? values[row] : 0f)));
    }

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
