using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Rough costs, in cycles, of what kernels do, measured on one x86-64 machine. They only have to rank kernels: two that come out
/// close are about equally good.
/// </summary>
internal static class CostModel
{
    /// <summary>Work that a second thread helps with: less is done before it is there.</summary>
    public const double WorthTwoThreads = 20_000;

    /// <summary>A slot of a sparse row through a gather: a gather of eight lanes and a multiply-add, shared by eight.</summary>
    public const double GatherSlot = 0.75;

    /// <summary>A slot whose activation is loaded to its lane of four: two instructions, and a quarter of what four weights take.</summary>
    public const double LoadedSlot = 1;

    /// <summary>The start and end of a sparse row in vectors: a mispredicted loop end, a horizontal sum.</summary>
    public const double GatherRow = 6;

    /// <summary>A step of the sliding-window layout, sixteen rows to a group: what two ports take for its 13 instructions.</summary>
    public const double WindowStep = 6.5;

    /// <summary>A step of rows in pairs, of 15 instructions.</summary>
    public const double PairedWindowStep = 7.5;

    /// <summary>A slot of all lanes that holds values: a permute, a multiply-add, and a third of two loads that straddle cache lines.</summary>
    public const double ValueWindowSlot = 1.5;

    /// <summary>What values take to be read beside those loads, as a multiple of what they take alone.</summary>
    public const double ValueRead = 1.2;

    /// <summary>A step of 8-bit weights with windows of 64 columns; two of them have 15 instructions for two ports.</summary>
    public const double ByteWindow64Step = 3.75;

    /// <summary>A step with windows of 128 columns, whose permute takes three.</summary>
    public const double ByteWindow128Step = 4.75;

    /// <summary>A step with windows of 256 columns: two such permutes and a blend.</summary>
    public const double ByteWindow256Step = 7.75;

    /// <summary>A step of 14-bit weights with windows of 64 columns; two of them have 29 instructions for two ports.</summary>
    public const double FineWindow64Step = 7.25;

    /// <summary>A step of them with windows of 128 columns, whose two permutes take three each.</summary>
    public const double FineWindow128Step = 9.25;

    /// <summary>An activation on its way to a byte.</summary>
    public const double ToByte = 0.2;

    /// <summary>An activation looked at for the range of all.</summary>
    public const double FindRange = 0.15;

    /// <summary>A group of rows: a call, a mispredicted loop end.</summary>
    public const double WindowGroup = 30;

    /// <summary>A row of a group: its way to its place in the output.</summary>
    public const double WindowRow = 1;

    /// <summary>A weight that is decoded, and multiplied.</summary>
    public const double DecodedWeight = 9;

    /// <summary>The tables that decoding needs.</summary>
    public const double DecodingTables = 5000;

    /// <summary>A weight of a scalar loop, which waits for the addition before it.</summary>
    public const double ScalarWeight = 2;

    /// <summary>A row of a scalar loop.</summary>
    public const double ScalarRow = 4;

    /// <summary>A multiply-add of a vector with an operand in memory.</summary>
    public const double VectorMultiplyAdd = 0.6;

    /// <summary>The same where the operand is not in the innermost cache.</summary>
    public const double FarMultiplyAdd = 1.7;

    /// <summary>What the loop over taps or columns spends besides: place, weight, broadcast.</summary>
    public const double VectorStep = 0.8;

    /// <summary>A multiply-add of straight-line code, whose operand is an aligned constant.</summary>
    public const double UnrolledMultiplyAdd = 0.4;

    /// <summary>What straight-line code spends for each column besides: a broadcast.</summary>
    public const double UnrolledStep = 0.2;

    /// <summary>A product in straight-line scalar code.</summary>
    public const double UnrolledWeight = 0.65;

    /// <summary>A store of a vector of outputs with its epilogue.</summary>
    public const double VectorStore = 2;

    /// <summary>The latency of a multiply-add, which sums in registers wait for where there are too few of them.</summary>
    public const double MultiplyAddLatency = 4;

    /// <summary>An output channel's turn in a block of a convolution: its number of taps and its place.</summary>
    public const double ChannelVisit = 8;

    /// <summary>A vector of sums that is read before a block of input channels and written after it.</summary>
    public const double PartialSum = 1.5;

    /// <summary>A vector of a packed plane whose parts lie within rows.</summary>
    public const double VectorByParts = 3;

    /// <summary>A vector of a packed plane whose lanes are selected from loads of whole vectors.</summary>
    public const double VectorByWindows = 5;

    /// <summary>A vector of four of a packed plane, gathered element by element.</summary>
    public const double VectorByElement = 6;

    /// <summary>A multiply-add of a tiled product, both operands in registers.</summary>
    public const double PanelMultiplyAdd = 0.55;

    /// <summary>An activation on its way to a byte among those of three other planes.</summary>
    public const double ToWord = 0.7;

    /// <summary>A sum of bytes' products on its way to an output.</summary>
    public const double FromWord = 0.6;

    /// <summary>A vector of the input that is read in place, on its way to the innermost cache.</summary>
    public const double VectorInPlace = 2;

    /// <summary>A tap of a vector of outputs over the input where it is: an unaligned load, a mask, a multiply-add.</summary>
    public const double DirectTap = 2;

    /// <summary>The same with windows two columns apart: two loads, of which every second element is taken.</summary>
    public const double DirectTapOfTwo = 3.4;

    /// <summary>A vector of an input row of a depthwise convolution of 3×3: three loads and masks, nine multiply-adds, a store.</summary>
    public const double WalkedRow = 8;

    /// <summary>A vector of an output row of one with strides of two, for which two input rows are loaded and taken apart.</summary>
    public const double WalkedRowOfTwo = 15;

    /// <summary>A vector of one of 3×3 whose vectors reach from row to row: the same multiply-adds, and two shifts and masks of sums.</summary>
    public const double FlatVector = 10;

    /// <summary>A plane of a depthwise convolution: its weights on their way to registers, a mispredicted loop end.</summary>
    public const double PlaneVisit = 30;

    /// <summary>A product of a convolution in groups whose rows are hardly longer than a vector, or whose strides are not 1.</summary>
    public const double GroupedProduct = 3;

    /// <summary>A multiply-add of Winograd's products, both operands in registers.</summary>
    public const double WinogradMultiplyAdd = 0.6;

    /// <summary>A vector of channels of a patch of 6×6, from where it lies in the input to its 36 points.</summary>
    public const double WinogradPatch = 450;

    /// <summary>A vector of channels of a tile of 4×4, from its 36 points to its places in the output.</summary>
    public const double WinogradTile = 600;

    private const int Level1Bytes = 32 << 10;

    /// <summary>Second-level caches have one MiB or two; beside one of one, AMD's, the third gives 20 bytes a cycle.</summary>
    private const int Level2Bytes = 2 << 20;

    /// <summary>What one layer may expect of a shared cache; more comes from memory in every inference.</summary>
    private const int Level3Bytes = 24 << 20;

    /// <summary>The cycles to read weights once, by the smallest cache that holds them.</summary>
    public static double Read(long bytes) => bytes switch
    {
        <= Level1Bytes => bytes / 64.0,
        <= Level2Bytes => bytes / 32.0,
        <= Level3Bytes => bytes / 9.0,
        _ => bytes / 4.0,
    };

    /// <summary>The instruction sets of plain vectors, widest first.</summary>
    public static IReadOnlyList<InstructionSet> Vectors { get; } =
        [InstructionSet.Vector512, InstructionSet.Vector256, InstructionSet.Vector128];

    /// <summary>Floats in a vector.</summary>
    public static int Lanes(InstructionSet vectors) => vectors switch
    {
        InstructionSet.Vector512 => 16,
        InstructionSet.Vector256 => 8,
        _ => 4,
    };

    /// <summary>Sums that stay in registers beside an input and a weight: of 32 registers with AVX-512, of 16 before.</summary>
    public static int Accumulators(InstructionSet vectors) => vectors == InstructionSet.Vector512 ? 24 : 12;
}
