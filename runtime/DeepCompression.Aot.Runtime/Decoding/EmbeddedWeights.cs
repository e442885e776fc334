using System.Buffers.Binary;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The packed weights of a large network, which the build embeds in the assembly as a resource. They are read in place: the resource
/// is part of the mapped file, under NativeAOT of the executable, and what is never decoded is never read from disk.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class EmbeddedWeights
{
    private const int HeaderBytes = 8;
    private const uint Magic = 0x575A_4344;

    private readonly byte* _start;
    private readonly long _length;

    private EmbeddedWeights(byte* start, long length)
    {
        _start = start;
        _length = length;
    }

    /// <summary>Finds the resource.</summary>
    /// <param name="assembly">The assembly that was built with it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="checksum">The checksum of the artifact that the code was generated from.</param>
    /// <exception cref="InvalidOperationException">There is no such resource, or it belongs to another artifact.</exception>
    public static EmbeddedWeights Open(Assembly assembly, string name, uint checksum)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using Stream stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The weights '{name}' are not embedded in '{assembly.GetName().Name}'. Rebuild the project.");
        long length = stream.Length;
        EmbeddedWeights weights = CanReadInPlace && stream is UnmanagedMemoryStream mapped ? new(mapped.PositionPointer, length) : Copy(stream);
        if (length < HeaderBytes || weights.Number(0) != Magic || weights.Number(sizeof(uint)) != checksum)
        {
            throw new InvalidOperationException($"The weights '{name}' belong to another artifact than the code. Rebuild the project.");
        }

        return weights;
    }

    /// <summary>Numbers of a packed tensor or of a layout.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="offset">Bytes before them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidOperationException">They are not inside.</exception>
    public ReadOnlySpan<T> Numbers<T>(int offset, int count)
        where T : unmanaged
    {
        RequireInside(offset, count, sizeof(T));
        return new(_start + offset, count);
    }

    /// <summary>
    /// Whether the bytes may be read where they are: a resource begins at any address, which these processors do not mind, and its
    /// numbers are little-endian.
    /// </summary>
    private static bool CanReadInPlace =>
        BitConverter.IsLittleEndian && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 or Architecture.Arm64;

    /// <summary>Aligned memory that lives as long as the process, as resources do.</summary>
    private static EmbeddedWeights Copy(Stream stream)
    {
        long length = stream.Length;
        byte* start = (byte*)NativeMemory.AlignedAlloc(checked((nuint)Math.Max(length, 1)), sizeof(ulong));
        using (var target = new UnmanagedMemoryStream(start, length, length, FileAccess.Write))
        {
            stream.CopyTo(target);
        }

        return new EmbeddedWeights(start, length);
    }

    private uint Number(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(_start + offset, sizeof(uint)));

    private void RequireInside(int offset, int count, int size)
    {
        if (offset < HeaderBytes || count < 0 || offset + ((long)count * size) > _length)
        {
            ThrowHelper.CorruptWeights("they are not all in the embedded resource");
        }
    }
}
