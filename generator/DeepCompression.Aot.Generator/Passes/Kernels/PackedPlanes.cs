using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>The planes of whole vectors that convolutions pack of their input, the runtime's <c>PatchGather</c>: memory and cost.</summary>
internal static class PackedPlanes
{
    /// <summary>Bytes of packed planes that stay in the innermost cache beside taps and outputs: measured, of 48 KB.</summary>
    public const int Bytes = 36 << 10;

    /// <summary>Floats lost to the alignment of scratch memory.</summary>
    public const int AlignmentSlack = 32;

    /// <summary>The most floats of scratch memory: four megabytes, which only windows as large as planes or thousands of channels exceed.</summary>
    public const long MaxScratch = 1 << 20;

    /// <summary>Blocks of at most so many, one at least, all of about the same size: how many are in one.</summary>
    public static long EvenBlock(int count, long most)
    {
        most = Math.Max(1, most);
        long blocks = (count + most - 1) / most;
        return (count + blocks - 1) / blocks;
    }

    /// <summary>What a vector of a packed plane costs, by how its lanes are found.</summary>
    public static double VectorCost(ConvolutionLayer convolution, InstructionSet set)
    {
        int step = convolution.Window.StrideX * (convolution.Pools ? 2 : 1);
        bool hasHalves = step == 1 && convolution.OutputWidth % (CostModel.Lanes(set) / 2) == 0;
        bool hasPairs = step == 2 && convolution.OutputWidth % 4 == 0 && set != InstructionSet.Vector128;
        return hasHalves || hasPairs ? CostModel.VectorByParts
            : set == InstructionSet.Vector128 ? CostModel.VectorByElement
            : CostModel.VectorByWindows;
    }
}
