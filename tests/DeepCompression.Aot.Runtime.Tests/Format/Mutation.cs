using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Tests;

/// <summary>Changes artifacts at random below an intact envelope, so that what is inside gets read.</summary>
internal static class Mutation
{
    /// <summary>One to three changes: a bit, a byte, a byte more or less, a huge integer.</summary>
    public static byte[] Apply(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            // The envelope's five bytes stay, the last four are replaced anyway.
            int position = random.Next(5, bytes.Count - 4);
            switch (random.Next(6))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[position] = (byte)(random.Next(2) == 0 ? 0xFF : 0x00);
                    break;
                case 3:
                    bytes.Insert(position, (byte)random.Next(256));
                    break;
                case 4 when bytes.Count > 20:
                    bytes.RemoveAt(position);
                    break;
                default:
                    bytes.InsertRange(position, [0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
                    break;
            }
        }

        return WithChecksum([.. bytes]);
    }

    /// <summary>The same bytes with the checksum that belongs to them.</summary>
    public static byte[] WithChecksum(ReadOnlySpan<byte> file)
    {
        byte[] body = file.Length < 4 ? [] : file[..^4].ToArray();
        uint checksum = Crc32.Compute(body);
        return [.. body, (byte)checksum, (byte)(checksum >> 8), (byte)(checksum >> 16), (byte)(checksum >> 24)];
    }
}
