using System.Globalization;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>
/// Writes the decoded network as C of plain loops over dense float32 weights: what a firmware without compression would have, to be
/// measured beside it. One function, called like that of a compressed model: inputs, outputs, and a workspace that is not used.
/// </summary>
internal static class CReferenceExporter
{
    /// <summary>The most elements of all parameters together: beyond that a C compiler takes minutes over the text.</summary>
    private const long MaxElements = 1L << 24;

    /// <summary>The texts of a C file and of its header, which has the lengths as macros.</summary>
    /// <param name="artifact">The network.</param>
    /// <param name="headerFile">The header's file name, after which function and macros are called.</param>
    /// <exception cref="ExportException">The network is too large, or has an operator that is not written in C yet.</exception>
    public static (string Code, string Header) Export(Artifact artifact, string headerFile)
    {
        Graph graph = artifact.Graph;
        RequireFits(artifact);
        var loops = new COperators(CNumbers.Floats);
        var code = new StringBuilder();
        code.Append("// The dense network as plain loops, to compare with. Generated.\n\n");
        for (int parameter = 0; parameter < artifact.Tensors.Length; parameter++)
        {
            AppendParameter(code, parameter, artifact.Tensors[parameter]);
        }

        for (int i = 0; i < graph.Operators.Length; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $"static float v{graph.ValueOf(i)}[{artifact.ValueShapes[graph.ValueOf(i)].ElementCount}];\n\n");
            code.Append(CultureInfo.InvariantCulture, $"static void op{i}({Pointers(graph.Operators[i])})\n{{\n");
            code.Append(loops.Body(artifact, i));
            code.Append("}\n\n");
        }

        string name = Identifier(headerFile);
        AppendRun(code, artifact, name);
        return (code.ToString(), Header(artifact, name));
    }

    /// <summary>Refuses weights that a C file is too small for.</summary>
    /// <exception cref="ExportException">There are too many.</exception>
    internal static void RequireFits(Artifact artifact)
    {
        if (artifact.Tensors.Sum(tensor => tensor.Shape.ElementCount) > MaxElements)
        {
            throw new ExportException($"the dense weights have more than {MaxElements} elements, too many for a C file; use --onnx");
        }
    }

    /// <summary>Letters, digits and '_' alone, beginning with no digit.</summary>
    internal static string Identifier(string headerFile)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(headerFile).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "model_" + name;
    }

    private static string Header(Artifact artifact, string name)
    {
        string macro = name.ToUpperInvariant();
        var header = new StringBuilder();
        header.Append(CultureInfo.InvariantCulture, $"#ifndef {macro}_H\n#define {macro}_H\n\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_INPUT_LENGTH {artifact.Graph.Inputs[0].ElementCount}\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_OUTPUT_LENGTH {artifact.ValueShapes[artifact.Graph.Outputs[0]].ElementCount}\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_WORKSPACE_BYTES 4\n\n");
        header.Append(CultureInfo.InvariantCulture, $"void {name}_run({Parameters(artifact.Graph)});\n\n#endif\n");
        return header.ToString();
    }

    private static string Parameters(Graph graph) => string.Join(
        ", ",
        graph.Inputs.Select((_, i) => $"const float *v{i}").Concat(graph.Outputs.Select((_, i) => $"float *output{i}")).Append("void *workspace"));

    private static string Pointers(Operator op) => string.Join(", ", op.Inputs.Select((_, i) => $"const float *restrict x{i}"));

    private static void AppendParameter(StringBuilder code, int parameter, Tensor tensor)
    {
        float[] dense = tensor.ToDense();
        code.Append(CultureInfo.InvariantCulture, $"static const float p{parameter}[{dense.Length}] = {{\n");
        foreach (float[] line in dense.Chunk(16))
        {
            code.AppendJoin(", ", line.Select(Literal)).Append(",\n");
        }

        code.Append("};\n\n");
    }

    private static string Literal(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text + "f" : text + ".0f";
    }

    private static void AppendRun(StringBuilder code, Artifact artifact, string name)
    {
        Graph graph = artifact.Graph;
        code.Append(CultureInfo.InvariantCulture, $"void {name}_run({Parameters(graph)})\n{{\n    (void)workspace;\n");
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $"    op{i}({string.Join(", ", graph.Operators[i].Inputs.Select(value => $"v{value}"))});\n");
        }

        for (int i = 0; i < graph.Outputs.Length; i++)
        {
            int value = graph.Outputs[i];
            code.Append(CultureInfo.InvariantCulture, $"    for (int i = 0; i < {artifact.ValueShapes[value].ElementCount}; i++) {{\n        output{i}[i] = v{value}[i];\n    }}\n");
        }

        code.Append("}\n");
    }
}
