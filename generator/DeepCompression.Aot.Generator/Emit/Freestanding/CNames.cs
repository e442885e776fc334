using System.Text;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>The names that a model has in C, after its artifact's file: <c>lenet_5</c> for lenet-5.dcz.</summary>
internal static class CNames
{
    /// <summary>The model: letters, digits and '_', beginning with a letter.</summary>
    public static string Model(ModelPlan plan)
    {
        string file = plan.Name.Substring(plan.Name.LastIndexOf('/') + 1);
        int dot = file.LastIndexOf('.');
        var name = new StringBuilder();
        foreach (char c in dot > 0 ? file.Substring(0, dot) : file)
        {
            name.Append(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : c is >= 'A' and <= 'Z' ? (char)(c + ('a' - 'A')) : '_');
        }

        return name.Length > 0 && char.IsLetter(name[0]) ? name.ToString() : "model_" + name;
    }

    /// <summary>The function that runs it.</summary>
    public static string Function(ModelPlan plan) => Model(plan) + "_run";

    /// <summary>What its macros begin with.</summary>
    public static string Macro(ModelPlan plan) => Model(plan).ToUpperInvariant();
}
