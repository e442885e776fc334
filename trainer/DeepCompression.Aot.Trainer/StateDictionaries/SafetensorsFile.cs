using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.StateDictionaries;

/// <summary>
/// A state dictionary as PyTorch's users keep it: a safetensors file of tensors by name. Weights are read by the names that a network
/// gives its parameters, such as <c>fc1.weight</c>, in PyTorch's layout, which is the network's own: (outputs, inputs) and (outputs,
/// inputs, height, width).
/// </summary>
internal static class SafetensorsFile
{
    private const string Remedy = "Write it again, with safetensors.torch.save_file.";
    private const int ChunkElements = 1 << 16;

    /// <summary>Reads the parameters of a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of the parameters, by number.</param>
    /// <param name="shapes">Their shapes, by number.</param>
    /// <returns>Their values, by number.</returns>
    /// <exception cref="DataException">The file is missing or damaged, or is no state dictionary of this network.</exception>
    public static float[][] Read(string path, IReadOnlyList<string> names, IReadOnlyList<TensorShape> shapes)
    {
        try
        {
            using FileStream content = File.OpenRead(path);
            SafetensorsHeader header = SafetensorsHeader.Read(content, content.Length);
            RequireNames(path, header, names);
            SafetensorsEntry[] entries = [.. names.Select((name, number) => RequireFit(path, name, header.Entries[name], shapes[number]))];
            return [.. names.Select((name, number) => ReadValues(path, name, content, header.ByteCount, entries[number]))];
        }
        catch (InvalidDataException error)
        {
            throw new DataException(path, "header", $"it {error.Message}.", Remedy, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, "file", $"it cannot be read ({error.Message})", "Name a file that can.", error);
        }
    }

    private static void RequireNames(string path, SafetensorsHeader header, IReadOnlyList<string> names)
    {
        string[] missing = [.. names.Where(name => !header.Entries.ContainsKey(name))];
        string[] extra = [.. header.Entries.Keys.Except(names, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (missing.Length + extra.Length > 0)
        {
            throw new DataException(
                path, "names", $"it lacks {List(missing)} and has {List(extra)} besides the network's parameters.", $"The network's are {List(names)}: rename the keys of the state dictionary.");
        }
    }

    private static string List(IReadOnlyList<string> names)
    {
        const int MostNames = 12;
        string listed = names.Count == 0 ? "none" : string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'"));
        return names.Count > MostNames ? $"{listed} and {names.Count - MostNames} more" : listed;
    }

    private static SafetensorsEntry RequireFit(string path, string name, SafetensorsEntry entry, TensorShape shape)
    {
        if (!entry.HasShape(shape))
        {
            throw new DataException(path, name, $"it is {entry.ShapeText}, but the network's parameter is {shape}.", "Use weights of this very network.");
        }

        return entry.Type.Read is not null
            ? entry
            : throw new DataException(path, name, $"its elements are of type {entry.Type.Name}; F32, F64, F16 and BF16 are read.", "Convert it to float32.");
    }

    private static float[] ReadValues(string path, string name, FileStream content, long start, SafetensorsEntry entry)
    {
        content.Position = start + entry.Start;
        int size = entry.Type.ByteCount;
        var values = new float[(entry.End - entry.Start) / size];
        byte[] bytes = new byte[Math.Min(values.Length, ChunkElements) * size];
        for (int first = 0; first < values.Length; first += ChunkElements)
        {
            int count = Math.Min(ChunkElements, values.Length - first);
            content.ReadExactly(bytes.AsSpan(0, count * size));
            for (int i = 0; i < count; i++)
            {
                values[first + i] = entry.Type.Read!(bytes.AsSpan(i * size, size));
            }
        }

        int stray = Array.FindIndex(values, value => !float.IsFinite(value));
        return stray < 0
            ? values
            : throw new DataException(path, name, $"element {stray} is {values[stray]} in single precision, which is no weight.", "Train the network again, or mend it.");
    }
}
