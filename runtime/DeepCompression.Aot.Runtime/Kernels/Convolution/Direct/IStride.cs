using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>How a vector of neighbouring windows finds what one of their taps meets.</summary>
internal unsafe interface IStride<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Columns from one window to the next.</summary>
    static abstract int Columns { get; }

    /// <summary>What a tap meets, from what the first window has there.</summary>
    static abstract TVector Load(float* source);

    /// <summary>What three taps beside one another meet.</summary>
    static abstract void LoadThree(float* source, out TVector first, out TVector second, out TVector third);
}

/// <summary>Windows one column apart.</summary>
internal readonly unsafe struct SingleStride<TVector, TLanes> : IStride<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public static int Columns => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadThree(float* source, out TVector first, out TVector second, out TVector third)
    {
        first = TLanes.Load(source);
        second = TLanes.Load(source + 1);
        third = TLanes.Load(source + 2);
    }
}

/// <summary>Windows two columns apart.</summary>
internal readonly unsafe struct DoubleStride<TVector, TLanes> : IStride<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public static int Columns => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source) => TLanes.Evens(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadThree(float* source, out TVector first, out TVector second, out TVector third)
    {
        first = TLanes.Evens(source);
        second = TLanes.Odds(source);
        third = TLanes.Evens(source + 2);
    }
}
