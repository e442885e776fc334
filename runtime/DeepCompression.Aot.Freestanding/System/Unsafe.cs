namespace System.Runtime.CompilerServices;

/// <summary>Pointers and references as each other. The native compiler has its own code for all of it; the bodies here never run.</summary>
public static unsafe class Unsafe
{
    [Intrinsic]
    public static ref T AsRef<T>(void* pointer) => ref AsRef<T>(pointer);

    [Intrinsic]
    public static ref T Add<T>(ref T reference, int elements) => ref Add(ref reference, elements);

    [Intrinsic]
    public static ref TTo As<TFrom, TTo>(ref TFrom reference) => ref As<TFrom, TTo>(ref reference);

    [Intrinsic]
    public static int SizeOf<T>() => SizeOf<T>();
}

public static class RuntimeHelpers
{
    /// <summary>Constants where the compiler put them, in read-only data.</summary>
    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle field) => CreateSpan<T>(field);
}
