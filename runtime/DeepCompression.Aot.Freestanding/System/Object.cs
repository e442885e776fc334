namespace System;

/// <summary>The base of all types. Its one field is where the native compiler keeps the type of an object; nothing here creates any.</summary>
public unsafe class Object
{
    private void* _type;

    public Object()
    {
    }

    ~Object()
    {
    }

    public virtual bool Equals(object other) => false;

    public virtual int GetHashCode() => 0;

    public virtual string ToString() => null;
}

public struct Void;

/// <summary>The base of all structs.</summary>
public abstract class ValueType;

/// <summary>The base of all enumerations.</summary>
public abstract class Enum : ValueType;

/// <summary>A text; only its layout is fixed.</summary>
public sealed class String
{
    public readonly int Length;
    private readonly char _first;
}

/// <summary>The base of all arrays; only its layout is fixed.</summary>
public abstract class Array
{
    private readonly int _length;

    public int Length => _length;
}

public class Array<T> : Array;

public abstract class Delegate;

public abstract class MulticastDelegate : Delegate;

public abstract class Type
{
    public static Type GetTypeFromHandle(RuntimeTypeHandle handle) => null;
}

public class Exception;

public struct RuntimeTypeHandle
{
    private nint _value;
}

public struct RuntimeMethodHandle
{
    private nint _value;
}

public struct RuntimeFieldHandle
{
    private nint _value;
}

public struct Nullable<T>
    where T : struct
{
    private readonly bool _hasValue;
    private readonly T _value;

    public Nullable(T value)
    {
        _value = value;
        _hasValue = true;
    }

    public bool HasValue => _hasValue;

    public T GetValueOrDefault() => _value;
}

public interface IDisposable
{
    void Dispose();
}
