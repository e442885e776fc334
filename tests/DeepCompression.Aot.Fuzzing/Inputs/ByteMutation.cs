namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>Changes bytes at random, whatever they mean.</summary>
internal static class ByteMutation
{
    private const int LongestRun = 16;

    /// <summary>One to three changes: bits, runs of bytes, a byte more or less, a length, another file's bytes, an early end.</summary>
    public static byte[] Apply(byte[] file, byte[] other, Random random)
    {
        var bytes = new List<byte>(file);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change(bytes, other, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[] other, Random random)
    {
        int position = random.Next(bytes.Count + 1);
        int run = Math.Min(random.Next(1, LongestRun), bytes.Count - position);
        switch (random.Next(8))
        {
            case 0:
                bytes.RemoveRange(position, run);
                break;
            case 1:
                Fill(bytes, position, run, _ => (byte)random.Next(256));
                break;
            case 2:
                byte value = (byte)(random.Next(2) == 0 ? 0xFF : 0x00);
                Fill(bytes, position, run, _ => value);
                break;
            case 3:
                bytes.InsertRange(position, [0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
                break;
            case 4:
                bytes.InsertRange(position, bytes.GetRange(position, run));
                break;
            case 5:
                bytes.RemoveRange(position, bytes.Count - position);
                break;
            case 6:
                bytes.RemoveRange(position, bytes.Count - position);
                bytes.AddRange(other.AsSpan(random.Next(other.Length + 1)));
                break;
            default:
                int bit = random.Next(8);
                Fill(bytes, position, Math.Min(1, run), item => (byte)(item ^ (1 << bit)));
                break;
        }
    }

    private static void Fill(List<byte> bytes, int position, int count, Func<byte, byte> value)
    {
        for (int i = position; i < position + count; i++)
        {
            bytes[i] = value(bytes[i]);
        }
    }
}
