using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepCompression.Aot.Runtime;

/// <summary>What the convolution's loops do with vectors of floats, for vectors of one width.</summary>
internal unsafe interface ILanes<TVector> : IPanelLanes<TVector>
    where TVector : struct
{
    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>sum + x · weight, fused where the processor can; x is in memory.</summary>
    static abstract TVector MultiplyAdd(float* x, TVector weight, TVector sum);

    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The bits of a vector that a mask has too.</summary>
    static abstract TVector Keep(TVector vector, TVector mask);

    /// <summary>The lowest for lanes below it, the highest for lanes above; NaN stays NaN, which the processor's own forms see to in this order.</summary>
    static abstract TVector Clamp(TVector vector, TVector lowest, TVector highest);

    /// <summary>What lies one lane before each of a vector's: the last of the vector before it, then all of its own but the last.</summary>
    static abstract TVector Before(TVector before, TVector vector);

    /// <summary>What lies one lane behind each of a vector's: all of its own but the first, then the first of the vector behind it.</summary>
    static abstract TVector Behind(TVector vector, TVector behind);

    /// <summary>Elements 0, 2, 4 and so on of twice as many.</summary>
    static abstract TVector Evens(float* source);

    /// <summary>Elements 1, 3, 5 and so on of twice as many.</summary>
    static abstract TVector Odds(float* source);
}

/// <summary>Vectors of 16.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Create(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> vector, float* destination) => vector.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> weight, Vector512<float> sum) =>
        Vector512.MultiplyAddEstimate(x, weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(float* x, Vector512<float> weight, Vector512<float> sum) =>
        Vector512.MultiplyAddEstimate(Vector512.Load(x), weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right) => Vector512.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> vector) => Runtime.Relu.Apply(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Keep(Vector512<float> vector, Vector512<float> mask) => vector & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clamp(Vector512<float> vector, Vector512<float> lowest, Vector512<float> highest) =>
        Vector512.MinNative(highest, Vector512.MaxNative(lowest, vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Before(Vector512<float> before, Vector512<float> vector) => Avx512F.IsSupported
        ? Avx512F.AlignRight32(vector.AsInt32(), before.AsInt32(), 15).AsSingle()
        : Vector512.Create(Lanes256.Before(before.GetUpper(), vector.GetLower()), Lanes256.Before(vector.GetLower(), vector.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Behind(Vector512<float> vector, Vector512<float> behind) => Avx512F.IsSupported
        ? Avx512F.AlignRight32(behind.AsInt32(), vector.AsInt32(), 1).AsSingle()
        : Vector512.Create(Lanes256.Behind(vector.GetLower(), vector.GetUpper()), Lanes256.Behind(vector.GetUpper(), behind.GetLower()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Evens(float* source) => Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(
            Vector512.Load(source), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), Vector512.Load(source + Count))
        : Vector512.Create(Lanes256.Evens(source), Lanes256.Evens(source + Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Odds(float* source) => Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(
            Vector512.Load(source), Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), Vector512.Load(source + Count))
        : Vector512.Create(Lanes256.Odds(source), Lanes256.Odds(source + Count));
}

/// <summary>Vectors of 8.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> vector, float* destination) => vector.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> weight, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(x, weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(float* x, Vector256<float> weight, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(Vector256.Load(x), weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> left, Vector256<float> right) => Vector256.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> vector) => Runtime.Relu.Apply(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Keep(Vector256<float> vector, Vector256<float> mask) => vector & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> vector, Vector256<float> lowest, Vector256<float> highest) =>
        Vector256.MinNative(highest, Vector256.MaxNative(lowest, vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Before(Vector256<float> before, Vector256<float> vector) => Avx2.IsSupported
        ? Avx2.AlignRight(vector.AsByte(), Avx.Permute2x128(before, vector, 0x21).AsByte(), 12).AsSingle()
        : Vector256.Create(Lanes128.Before(before.GetUpper(), vector.GetLower()), Lanes128.Before(vector.GetLower(), vector.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Behind(Vector256<float> vector, Vector256<float> behind) => Avx2.IsSupported
        ? Avx2.AlignRight(Avx.Permute2x128(vector, behind, 0x21).AsByte(), vector.AsByte(), 4).AsSingle()
        : Vector256.Create(Lanes128.Behind(vector.GetLower(), vector.GetUpper()), Lanes128.Behind(vector.GetUpper(), behind.GetLower()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Evens(float* source) => Unzip.Load256(ref *source, 0).Even;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Odds(float* source) => Unzip.Load256(ref *source, 0).Odd;
}

/// <summary>Vectors of 4.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> vector, float* destination) => vector.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> weight, Vector128<float> sum) =>
        Vector128.MultiplyAddEstimate(x, weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(float* x, Vector128<float> weight, Vector128<float> sum) =>
        Vector128.MultiplyAddEstimate(Vector128.Load(x), weight, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => Vector128.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> vector) => Runtime.Relu.Apply(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Keep(Vector128<float> vector, Vector128<float> mask) => vector & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clamp(Vector128<float> vector, Vector128<float> lowest, Vector128<float> highest) =>
        Vector128.MinNative(highest, Vector128.MaxNative(lowest, vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Before(Vector128<float> before, Vector128<float> vector) => AdvSimd.IsSupported
        ? AdvSimd.ExtractVector128(before, vector, 3)
        : Vector128.Shuffle(vector, Vector128.Create(0, 0, 1, 2)).WithElement(0, before.GetElement(3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Behind(Vector128<float> vector, Vector128<float> behind) => AdvSimd.IsSupported
        ? AdvSimd.ExtractVector128(vector, behind, 1)
        : Vector128.Shuffle(vector, Vector128.Create(1, 2, 3, 3)).WithElement(3, behind.GetElement(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Evens(float* source) => Unzip.Load128(ref *source, 0).Even;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Odds(float* source) => Unzip.Load128(ref *source, 0).Odd;
}
