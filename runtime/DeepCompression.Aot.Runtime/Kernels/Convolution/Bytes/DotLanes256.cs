using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Vectors of eight words for a tiled product of bytes: a word of activations holds four of them without sign, one of weights four with
/// sign, one of sums a number of 32 bits. They travel as floats, whose bits nothing but a product looks at.
/// </summary>
internal readonly unsafe struct DotLanes256 : IPanelLanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Vector256.Create(BitConverter.SingleToInt32Bits(value)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> vector, float* destination) => vector.Store(destination);

    /// <summary>sum + the four products of each word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> weight, Vector256<float> sum) => AvxVnni.IsSupported
        ? AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), x.AsByte(), weight.AsSByte()).AsSingle()
        : Sum(x.AsInt32(), weight.AsInt32(), sum.AsInt32()).AsSingle();

    /// <summary>Sums are left as they are: what they stand for is not known here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> vector) => vector;

    private static Vector256<int> Sum(Vector256<int> x, Vector256<int> weight, Vector256<int> sum)
    {
        for (int place = 0; place < ActivationOctets.PlanesOfWord; place++)
        {
            Vector256<int> activations = Vector256.ShiftRightLogical(x, 8 * place) & Vector256.Create(0xFF);
            Vector256<int> weights = Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(weight, 24 - (8 * place)), 24);
            sum += activations * weights;
        }

        return sum;
    }
}
