namespace System
{
    public abstract class Attribute;

    public enum AttributeTargets
    {
        Assembly = 1,
        All = 0x7FFF,
    }

    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets targets)
        {
        }

        public bool AllowMultiple { get; set; }

        public bool Inherited { get; set; }
    }

    public sealed class ParamArrayAttribute : Attribute;

    public sealed class FlagsAttribute : Attribute;
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute : Attribute
    {
        public DefaultMemberAttribute(string memberName)
        {
        }
    }
}

namespace System.Runtime
{
    /// <summary>Gives a method a name for the linker.</summary>
    public sealed class RuntimeExportAttribute : Attribute
    {
        public RuntimeExportAttribute(string entryPoint)
        {
        }
    }

    /// <summary>Says that a method is a function of that name for the linker.</summary>
    public sealed class RuntimeImportAttribute : Attribute
    {
        public RuntimeImportAttribute(string library, string entryPoint)
        {
        }
    }
}

namespace System.Runtime.InteropServices
{
    public enum LayoutKind
    {
        Sequential = 0,
        Explicit = 2,
        Auto = 3,
    }

    public sealed class StructLayoutAttribute : Attribute
    {
        public int Pack;
        public int Size;

        public StructLayoutAttribute(LayoutKind layoutKind)
        {
        }
    }

    public sealed class FieldOffsetAttribute : Attribute
    {
        public FieldOffsetAttribute(int offset)
        {
        }
    }

    public sealed class InAttribute : Attribute;

    public sealed class OutAttribute : Attribute;

    /// <summary>Makes a method callable from C by the name of its entry point.</summary>
    public sealed class UnmanagedCallersOnlyAttribute : Attribute
    {
        public Type[] CallConvs;
        public string EntryPoint;
    }

    public enum UnmanagedType
    {
        Bool = 2,
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Says that the native compiler knows what the member does and may write its own code for it.</summary>
    internal sealed class IntrinsicAttribute : Attribute;

    public enum MethodImplOptions
    {
        NoInlining = 0x0008,
        AggressiveInlining = 0x0100,
        AggressiveOptimization = 0x0200,
        InternalCall = 0x1000,
    }

    public sealed class MethodImplAttribute : Attribute
    {
        public MethodImplAttribute(MethodImplOptions options)
        {
        }
    }

    /// <summary>Says in the facade that a type is in this library.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    public sealed class TypeForwardedToAttribute : Attribute
    {
        public TypeForwardedToAttribute(Type destination)
        {
        }
    }

    public sealed class IsByRefLikeAttribute : Attribute;

    public sealed class IsReadOnlyAttribute : Attribute;

    public sealed class IsUnmanagedAttribute : Attribute;

    public sealed class IsVolatile;

    public sealed class ScopedRefAttribute : Attribute;

    public sealed class RefSafetyRulesAttribute : Attribute
    {
        public RefSafetyRulesAttribute(int version)
        {
        }
    }

    public sealed class RequiresLocationAttribute : Attribute;

    public sealed class SkipLocalsInitAttribute : Attribute;

    public sealed class UnsafeValueTypeAttribute : Attribute;

    public sealed class ExtensionAttribute : Attribute;

    public sealed class CompilerGeneratedAttribute : Attribute;

    public sealed class FixedBufferAttribute : Attribute
    {
        public FixedBufferAttribute(Type elementType, int length)
        {
        }
    }

    /// <summary>What the compilers may rely on; they look for the names.</summary>
    public static class RuntimeFeature
    {
        public const string ByRefFields = nameof(ByRefFields);
        public const string NumericIntPtr = nameof(NumericIntPtr);
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
        public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
    }
}
