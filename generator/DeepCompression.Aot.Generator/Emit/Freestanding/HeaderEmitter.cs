using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>
/// Prints the header by which C calls a model: lengths as macros, and the function. It is a C# file of one comment, since a generator
/// can add no other; the build takes the header out of it.
/// </summary>
internal static class HeaderEmitter
{
    public static string Header(ModelPlan plan)
    {
        string macro = CNames.Macro(plan);
        var header = new CodeWriter();
        header.Write("/*");
        header.Write($"""
            // {CodeWriter.Escape(plan.Name).Replace("*/", "* /")} as a library for C. Generated; see the C# of the same name for its layers.
            #ifndef {macro}_H
            #define {macro}_H

            """);
        for (int i = 0; i < plan.InputNames.Length; i++)
        {
            EmitLength(header, plan, plan.InputNames[i], i, ShapeText.Input(plan, i));
        }

        for (int i = 0; i < plan.OutputNames.Length; i++)
        {
            EmitLength(header, plan, plan.OutputNames[i], plan.Outputs[i], ShapeText.Output(plan, i));
        }

        bool isBytes = plan.Source.Arithmetic == Arithmetic.Int8;
        if (isBytes)
        {
            header.Write($"""
                // The input in bytes: an element is a number times 2 to this power, rounded, and 127 where that is more.
                #define {macro}_INPUT_EXPONENT {plan.InputExponent}

                """);
        }

        IEnumerable<string> parameters = plan.InputNames.Select(name => $"const {(isBytes ? "signed char" : "float")} *{Name(name)}")
            .Concat(plan.OutputNames.Select(name => $"{(isBytes ? "int" : "float")} *{Name(name)}"))
            .Append("void *workspace");
        header.Write($"""
            // Scratch memory that a run needs, aligned to 4 bytes. Nothing is kept in it from one run to the next.
            #define {macro}_WORKSPACE_BYTES {plan.WorkspaceLength * sizeof(float)}

            #ifdef __cplusplus
            extern "C"
            #endif
            {(isBytes ? "// Returns the exponent of the output: an element stands for itself divided by 2 to this power.\nint" : "void")} {CNames.Function(plan)}({string.Join(", ", parameters)});

            #endif
            """);
        header.Write("*/");
        return header.ToString();
    }

    private static void EmitLength(CodeWriter header, ModelPlan plan, string name, int value, string text)
    {
        header.Write($"// {text.Replace("*/", "* /")}");
        header.Write($"#define {CNames.Macro(plan)}_{Name(name).ToUpperInvariant()}_LENGTH {plan.Length(value)}");
        header.Write(string.Empty);
    }

    /// <summary>An input or output as a C name that is no keyword: those begin with a small letter and have no digit or capital.</summary>
    private static string Name(string name)
    {
        string camel = Identifiers.Camel(name);
        return camel.TrimStart('@') + (camel[0] == '@' ? "_" : string.Empty);
    }
}
