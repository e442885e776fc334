namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Snippets that every vector kernel needs, for any width.</summary>
internal static class VectorCode
{
    /// <summary>The static class of a width, such as <c>Vector256</c>.</summary>
    public static string Class(int lanes) => $"Vector{lanes * 32}";

    /// <summary>The type of a vector of floats of a width.</summary>
    public static string Type(int lanes) => $"{Class(lanes)}<float>";

    /// <summary>The value after the epilogue.</summary>
    public static string Activate(string value, bool relu) => relu ? $"Runtime::Relu.Apply({value})" : value;

    /// <summary>Applies the epilogue to an expression and stores the vector.</summary>
    public static void Store(CodeWriter code, string value, bool relu, string target, int offset)
    {
        string vector = relu || !value.Contains(" + ") ? Activate(value, relu) : $"({value})";
        code.Write($"{vector}.StoreUnsafe(ref {target}, {offset});");
    }

    /// <summary>
    /// Where vectors begin that cover <paramref name="length"/> elements, at least one vector: side by side, the last one early
    /// enough to end with the elements.
    /// </summary>
    public static IEnumerable<int> Starts(int length, int lanes)
    {
        for (int start = 0; start < length; start += lanes)
        {
            yield return Math.Min(start, length - lanes);
        }
    }

    /// <summary>Stores the first <paramref name="count"/> lanes of a vector: halves as long as a half fits, then single elements.</summary>
    public static void StorePart(CodeWriter code, string vector, int lanes, int count, int offset)
    {
        if (count == lanes)
        {
            code.Write($"{vector}.StoreUnsafe(ref y, {offset});");
        }
        else if (lanes == 4)
        {
            for (int lane = 0; lane < count; lane++)
            {
                code.Write($"Unsafe.Add(ref y, {offset + lane}) = {vector}.GetElement({lane});");
            }
        }
        else
        {
            int half = lanes / 2;
            StorePart(code, $"{vector}.GetLower()", half, Math.Min(count, half), offset);
            if (count > half)
            {
                StorePart(code, $"{vector}.GetUpper()", half, count - half, offset + half);
            }
        }
    }
}
