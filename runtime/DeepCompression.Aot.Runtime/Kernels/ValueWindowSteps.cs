using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>How many slots a lane has.</summary>
internal interface ISlotCount
{
    /// <summary>2 or 3.</summary>
    static abstract int Slots { get; }
}

/// <summary>Two slots.</summary>
internal readonly struct TwoSlots : ISlotCount
{
    public static int Slots => 2;
}

/// <summary>Three slots.</summary>
internal readonly struct ThreeSlots : ISlotCount
{
    public static int Slots => 3;
}

/// <summary>The sums of a group of sixteen rows (<see cref="ValueWindowRows"/>) with AVX-512F: a permute and a multiply-add for each slot.</summary>
internal readonly struct ValueWindowSteps<TSlots> : IWindowSteps
    where TSlots : struct, ISlotCount
{
    public static int GroupRows => WindowShape.Lanes;

    public static int WordsPerStep => TSlots.Slots * WindowShape.Lanes;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, nint ahead)
    {
        Vector512<float> sum0 = Vector512<float>.Zero;
        Vector512<float> sum1 = Vector512<float>.Zero;
        Vector512<float> sum2 = Vector512<float>.Zero;
        for (ushort* end = starts + count; starts < end; starts++, words += WordsPerStep)
        {
            Vector512<float> low = Vector512.Load(x + *starts);
            Vector512<float> high = Vector512.Load(x + *starts + 16);
            sum0 = Add(sum0, Vector512.Load(words), low, high);
            sum1 = Add(sum1, Vector512.Load(words + 16), low, high);
            if (TSlots.Slots == 3)
            {
                sum2 = Add(sum2, Vector512.Load(words + 32), low, high);
            }
        }

        (sum0 + sum1 + sum2).Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(Vector512<float> sum, Vector512<uint> words, Vector512<float> low, Vector512<float> high) =>
        Avx512F.FusedMultiplyAdd(WindowSteps.Look(low, words, high), words.AsSingle(), sum);
}

/// <summary>The same slot by slot, for processors without AVX-512F.</summary>
internal readonly struct ScalarValueWindowSteps<TSlots> : IWindowSteps
    where TSlots : struct, ISlotCount
{
    public static int GroupRows => WindowShape.Lanes;

    public static int WordsPerStep => TSlots.Slots * WindowShape.Lanes;

    public static unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, nint ahead)
    {
        new Span<float>(sums, WindowShape.Lanes).Clear();
        for (int step = 0; step < count; step++)
        {
            float* window = x + starts[step];
            for (int slot = 0; slot < WordsPerStep; slot++)
            {
                uint word = *words++;
                sums[slot % WindowShape.Lanes] += window[word & 31] * BitConverter.UInt32BitsToSingle(word);
            }
        }
    }
}
