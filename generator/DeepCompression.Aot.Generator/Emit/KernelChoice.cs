using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints choices among kernels: conditions that a constant of the process settles, so that one branch remains.</summary>
internal static class KernelChoice
{
    /// <summary>The head of a branch that is taken if the processor has one of these instruction sets, and no branch before was.</summary>
    public static string Head(IReadOnlyList<InstructionSet> instructions, bool isFirst)
    {
        if (instructions.Contains(InstructionSet.Scalar))
        {
            return "else";
        }

        string condition = $"if ({string.Join(" || ", instructions.Select(Guard))})";
        return isFirst ? condition : $"else {condition}";
    }

    /// <summary>The condition under which a processor has an instruction set other than the scalar one.</summary>
    public static string Guard(InstructionSet instructions) => $"Runtime::Instructions.{instructions}";
}
