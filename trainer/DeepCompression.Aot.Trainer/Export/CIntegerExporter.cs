using System.Globalization;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>
/// Writes the decoded network as C of the same loops over dense weights of 8 bits and activations of 8 bits, to be measured beside code
/// that computes with integers: numbers stand for themselves times a power of two, of each tensor its own, which is found as the network
/// runs. Called like the code generated for a compressed model of integers.
/// </summary>
internal static class CIntegerExporter
{
    /// <summary>Bits of a magnitude in a byte.</summary>
    private const int ByteBits = 7;

    /// <summary>Bits of a bias: room is left for the sum it begins.</summary>
    private const int BiasBits = 29;

    private const string Helpers = """
        static int shifted(int number, int shift)
        {
            return shift < 0 ? number << -shift : number >> (shift > 31 ? 31 : shift);
        }

        // Sums to bytes, as large as the largest of them allows; returns their exponent.
        static int narrow(signed char *bytes, int length, int exponent)
        {
            int bits = 0, shift = 0;
            for (int i = 0; i < length; i++) {
                bits |= sums[i] < 0 ? ~sums[i] : sums[i];
            }
            while (bits >> shift > 127) {
                shift++;
            }
            for (int i = 0; i < length; i++) {
                int rounded = (sums[i] + (shift ? 1 << (shift - 1) : 0)) >> shift;
                bytes[i] = (signed char)(rounded > 127 ? 127 : rounded);
            }
            return exponent - shift;
        }


        """;

    /// <summary>The texts of a C file and of its header, which has the lengths and the exponent of the input as macros.</summary>
    /// <param name="artifact">The network, whose input has a contract.</param>
    /// <param name="headerFile">The header's file name, after which function and macros are called.</param>
    /// <exception cref="ExportException">The network is too large, or is not one of bytes in this form.</exception>
    public static (string Code, string Header) Export(Artifact artifact, string headerFile)
    {
        CReferenceExporter.RequireFits(artifact);
        Graph graph = artifact.Graph;
        if (graph is not { Inputs.Length: 1, Outputs.Length: 1 } || !CNumbers.HasWeights(graph.Operators[^1]) || graph.Outputs[0] != graph.ValueOf(graph.Operators.Length - 1))
        {
            throw new ExportException("with integers, the C file is for networks of one input whose last layer is linear or a convolution; leave --int8 out");
        }

        string name = CReferenceExporter.Identifier(headerFile);
        var code = new StringBuilder();
        code.Append("// The dense network of bytes as plain loops, to compare with. Generated.\n\n");
        code.Append(CultureInfo.InvariantCulture, $"static int sums[{Enumerable.Range(0, graph.Operators.Length).Max(i => artifact.ValueShapes[graph.ValueOf(i)].ElementCount)}];\n\n");
        code.Append(Helpers.ReplaceLineEndings("\n"));
        var loops = new COperators(CNumbers.Bytes);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            AppendOperator(code, artifact, i, loops);
        }

        AppendRun(code, artifact, name);
        return (code.ToString(), Header(artifact, name));
    }

    private static void AppendOperator(StringBuilder code, Artifact artifact, int index, COperators loops)
    {
        Operator op = artifact.Graph.Operators[index];
        int value = artifact.Graph.ValueOf(index);
        long length = artifact.ValueShapes[value].ElementCount;
        bool isLast = index == artifact.Graph.Operators.Length - 1;
        (int? weight, int? bias) = op switch
        {
            LinearOperator linear => ((int?)linear.Weight, linear.Bias),
            ConvolutionOperator convolution => (convolution.Weight, convolution.Bias),
            GroupedConvolutionOperator grouped => (grouped.Weight, grouped.Bias),
            _ => (null, null),
        };
        int weightExponent = weight is int w ? AppendParameter(code, "signed char", w, artifact.Tensors[w], ByteBits) : 0;
        int biasExponent = bias is int b ? AppendParameter(code, "int", b, artifact.Tensors[b], BiasBits) : 0;
        if (!isLast)
        {
            code.Append(CultureInfo.InvariantCulture, $"static signed char v{value}[{length}];\n\n");
        }

        code.Append(CultureInfo.InvariantCulture, $"static int op{index}(const signed char *restrict x0, int exponent)\n{{\n");
        if (weight is not null)
        {
            code.Append(CultureInfo.InvariantCulture, $"    exponent += {weightExponent};\n");
            code.Append(bias is null ? "" : string.Create(CultureInfo.InvariantCulture, $"    int shift = {biasExponent} - exponent;\n"));
        }

        code.Append(loops.Body(artifact, index));
        code.Append(weight is not null && !isLast ? string.Create(CultureInfo.InvariantCulture, $"    return narrow(v{value}, {length}, exponent);\n}}\n\n") : "    return exponent;\n}\n\n");
    }

    /// <summary>Writes the numbers of a tensor times a power of two; returns that.</summary>
    private static int AppendParameter(StringBuilder code, string type, int parameter, Tensor tensor, int bits)
    {
        float[] dense = tensor.ToDense();
        int exponent = bits - Bits(dense.Max(Math.Abs));
        int largest = (1 << bits) - 1;
        code.Append(CultureInfo.InvariantCulture, $"static const {type} p{parameter}[{dense.Length}] = {{\n");
        foreach (float[] line in dense.Chunk(16))
        {
            code.AppendJoin(", ", line.Select(number => Math.Clamp((int)Math.Round(Math.ScaleB(number, exponent)), -largest, largest).ToString(CultureInfo.InvariantCulture))).Append(",\n");
        }

        code.Append("};\n\n");
        return exponent;
    }

    private static void AppendRun(StringBuilder code, Artifact artifact, string name)
    {
        Graph graph = artifact.Graph;
        code.Append(CultureInfo.InvariantCulture, $"int {name}_run(const signed char *v0, int *output0, void *workspace)\n{{\n    (void)workspace;\n");
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            int input = graph.Operators[i].Inputs[0];
            string exponent = input == 0 ? InputExponent(artifact).ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"e{input}");
            code.Append(CultureInfo.InvariantCulture, $"    int e{graph.ValueOf(i)} = op{i}(v{input}, {exponent});\n");
        }

        code.Append(CultureInfo.InvariantCulture, $"    for (int i = 0; i < {artifact.ValueShapes[graph.Outputs[0]].ElementCount}; i++) {{\n        output0[i] = sums[i];\n    }}\n    return e{graph.Outputs[0]};\n}}\n");
    }

    private static string Header(Artifact artifact, string name)
    {
        string macro = name.ToUpperInvariant();
        var header = new StringBuilder();
        header.Append(CultureInfo.InvariantCulture, $"#ifndef {macro}_H\n#define {macro}_H\n\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_INPUT_LENGTH {artifact.Graph.Inputs[0].ElementCount}\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_OUTPUT_LENGTH {artifact.ValueShapes[artifact.Graph.Outputs[0]].ElementCount}\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_INPUT_EXPONENT {InputExponent(artifact)}\n");
        header.Append(CultureInfo.InvariantCulture, $"#define {macro}_WORKSPACE_BYTES 4\n\n");
        header.Append(CultureInfo.InvariantCulture, $"int {name}_run(const signed char *v0, int *output0, void *workspace);\n\n#endif\n");
        return header.ToString();
    }

    /// <summary>With which a byte covers what the contract says of the input.</summary>
    private static int InputExponent(Artifact artifact)
    {
        InputNormalisation contract = artifact.InputContract?.Inputs[0]
            ?? throw new ExportException("with integers, the range of the input must be known, and the artifact has no input contract; leave --int8 out");
        return ByteBits - Bits(contract.Scales.Zip(contract.Offsets, (scale, offset) => MathF.Max(MathF.Abs(offset), MathF.Abs((scale * byte.MaxValue) + offset))).Max());
    }

    /// <summary>The smallest power of two that is no less than a magnitude.</summary>
    private static int Bits(float magnitude) => magnitude > 0 ? (int)Math.Ceiling(Math.Log2(magnitude)) : 0;
}
