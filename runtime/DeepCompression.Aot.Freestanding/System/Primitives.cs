namespace System;

public struct Boolean
{
    private bool _value;
}

public struct Char
{
    private char _value;
}

public struct SByte
{
    private sbyte _value;

    public const sbyte MaxValue = 127;
    public const sbyte MinValue = -128;
}

public struct Byte
{
    private byte _value;

    public const byte MaxValue = 255;
}

public struct Int16
{
    private short _value;

    public const short MaxValue = 32767;
    public const short MinValue = -32768;
}

public struct UInt16
{
    private ushort _value;

    public const ushort MaxValue = 65535;
}

public struct Int32
{
    private int _value;

    public const int MaxValue = 2147483647;
    public const int MinValue = -2147483648;
}

public struct UInt32
{
    private uint _value;

    public const uint MaxValue = 4294967295;
}

public struct Int64
{
    private long _value;
}

public struct UInt64
{
    private ulong _value;
}

public struct IntPtr
{
    private nint _value;
}

public struct UIntPtr
{
    private nuint _value;
}

public struct Single
{
    private float _value;

    public const float MaxValue = 3.40282347e+38f;
    public const float MinValue = -3.40282347e+38f;
}

/// <summary>Here because the native compiler knows it; a build that computes with it for a core without double precision fails.</summary>
public struct Double
{
    private double _value;
}

/// <summary>Two values that a method returns together.</summary>
public struct ValueTuple<T1, T2>(T1 item1, T2 item2)
{
    public T1 Item1 = item1;
    public T2 Item2 = item2;
}
