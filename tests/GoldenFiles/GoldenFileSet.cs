using System.Text;
using DeepCompression.Aot.GoldenFiles.Corrupt;
using DeepCompression.Aot.GoldenFiles.Valid;

namespace DeepCompression.Aot.GoldenFiles;

/// <summary>One file of tests/golden.</summary>
/// <param name="Path">The path below that folder, with forward slashes.</param>
/// <param name="Bytes">Its content.</param>
public sealed record GoldenFile(string Path, byte[] Bytes);

/// <summary>All golden files, made from nothing but this program and the trainer's writer.</summary>
public static class GoldenFileSet
{
    /// <summary>
    /// <c>valid/NAME.dcz</c> with <c>valid/NAME.json</c>, inputs and expected outputs; <c>corrupt/NAME.dcz</c> with
    /// <c>corrupt/expected.tsv</c>, a line for each: name, fault, fragment of the message.
    /// </summary>
    public static IReadOnlyList<GoldenFile> Create()
    {
        var files = new List<GoldenFile>();
        foreach (ValidCase valid in ValidCases.All())
        {
            files.Add(new($"valid/{valid.Name}.dcz", valid.Bytes));
            files.Add(new($"valid/{valid.Name}.json", Encoding.UTF8.GetBytes(ExpectedOutputs.ToJson(valid))));
        }

        var expected = new StringBuilder();
        foreach (CorruptCase corrupt in CorruptCases.All())
        {
            files.Add(new($"corrupt/{corrupt.Name}.dcz", corrupt.Bytes));
            expected.Append(corrupt.Name).Append('\t').Append(corrupt.Fault).Append('\t').Append(corrupt.Message).Append('\n');
        }

        files.Add(new("corrupt/expected.tsv", Encoding.UTF8.GetBytes(expected.ToString())));
        return files;
    }
}
