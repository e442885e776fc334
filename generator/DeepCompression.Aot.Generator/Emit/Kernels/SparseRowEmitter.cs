using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the kernels that walk the non-zero weights of a fully connected layer row by row.</summary>
internal static class SparseRowEmitter
{
    public static void EmitGather(CodeWriter code, LinearLayer layer)
    {
        EmitReferences(code, layer);
        code.Write("int start = 0;");
        code.Open($"for (int row = 0; row < {layer.Rows}; row++)");
        code.Write($$"""
            int end = rows.Start[row + 1];
            float sum = Runtime::GatherDot.Sum(in x, in Unsafe.Add(ref columns, start), in Unsafe.Add(ref values, start), end - start);
            output[row] = {{KernelEmitter.Epilogue(layer, "sum", "row")}};
            start = end;
            """);
        code.Close();
    }

    public static void EmitScalar(CodeWriter code, LinearLayer layer)
    {
        EmitReferences(code, layer);
        code.Write("int slot = 0;");
        code.Open($"for (int row = 0; row < {layer.Rows}; row++)");
        code.Write($$"""
            float sum = 0f;
            for (int end = rows.Start[row + 1]; slot < end; slot++)
            {
                sum += Unsafe.Add(ref x, (int)Unsafe.Add(ref columns, slot)) * Unsafe.Add(ref values, slot);
            }

            output[row] = {{KernelEmitter.Epilogue(layer, "sum", "row")}};
            """);
        code.Close();
    }

    private static void EmitReferences(CodeWriter code, LinearLayer layer) => code.Write($$"""
        Runtime::SparseRows<{{WeightsEmitter.ColumnType(layer)}}> rows = {{layer.Name}}Rows.Weights;
        ref {{WeightsEmitter.ColumnType(layer)}} columns = ref MemoryMarshal.GetArrayDataReference(rows.Columns);
        ref float values = ref MemoryMarshal.GetArrayDataReference(rows.Values);
        ref float x = ref MemoryMarshal.GetReference(input);
        """);
}
