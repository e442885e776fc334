using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepCompression.Aot.Trainer.Tests.Data;

/// <summary>NumPy files built by hand, right or wrong.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string type, string shape, byte[] values, byte version = 1, bool fortran = false) =>
        OfHeader($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}\n", values, version);

    public static byte[] OfHeader(string header, byte[] values, byte version = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        }

        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. values];
    }

    /// <summary>Unsigned bytes.</summary>
    public static byte[] Bytes(string shape, params byte[] values) => Of("|u1", shape, values);

    /// <summary>Single precision.</summary>
    public static byte[] Singles(string shape, params float[] values) => Of("<f4", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Archive(params (string Name, byte[] Content)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in arrays)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
