using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Verification.Conformance;

/// <summary>One of ONNX's operator tests: a folder of a model and recorded inputs and outputs.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Operator">The operator that it is a test of: that of its only node, or of its last.</param>
/// <param name="ModelPath">The model.</param>
/// <param name="DataFolder">The recorded tensors.</param>
internal sealed record NodeTest(string Name, string Operator, string ModelPath, string DataFolder)
{
    private const string ModelFile = "model.onnx";

    /// <summary>All tests of a folder, in the order of their names.</summary>
    /// <exception cref="ImportException">The folder is not there, has no test, or a model cannot be read.</exception>
    public static IReadOnlyList<NodeTest> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ImportException($"{folder}: there is no such folder; it is to hold a folder for each test, such as ONNX's node tests");
        }

        string[] tests = [.. Directory.GetDirectories(folder).Where(test => File.Exists(Path.Combine(test, ModelFile))).Order(StringComparer.Ordinal)];
        return tests.Length > 0
            ? [.. tests.Select(Read)]
            : throw new ImportException($"{folder}: no folder in it has a {ModelFile}; name the one that holds ONNX's node tests");
    }

    private static NodeTest Read(string folder)
    {
        string path = Path.Combine(folder, ModelFile);
        GraphProto graph = OnnxFile.Load(path).Graph;
        return new NodeTest(Path.GetFileName(folder), graph.Node.LastOrDefault()?.OpType ?? "none", path, Path.Combine(folder, "test_data_set_0"));
    }
}
