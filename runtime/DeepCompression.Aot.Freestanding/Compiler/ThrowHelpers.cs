using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>What the native compiler calls where .NET would throw. There is no one to catch: all of it ends in the firmware's panic.</summary>
internal static class ThrowHelpers
{
    public static void ThrowIndexOutOfRangeException() => Panic();

    public static void ThrowDivideByZeroException() => Panic();

    public static void ThrowOverflowException() => Panic();

    public static void ThrowNullReferenceException() => Panic();

    public static void ThrowArgumentException() => Panic();

    public static void ThrowArgumentOutOfRangeException() => Panic();

    public static void ThrowPlatformNotSupportedException() => Panic();

    public static void ThrowInvalidProgramException(int id) => Panic();

    public static void ThrowInvalidProgramExceptionWithArgument(int id, string argument) => Panic();

    public static void ThrowTypeLoadException(int id, string className, string typeName) => Panic();

    public static void ThrowMissingMethodException(int id, string methodName) => Panic();

    public static void ThrowMissingFieldException(int id, string fieldName) => Panic();

    public static void ThrowFileNotFoundException(int id, string fileName) => Panic();

    public static void ThrowBadImageFormatException(int id) => Panic();

    [RuntimeImport("*", "deepcompression_panic")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Panic();
}
