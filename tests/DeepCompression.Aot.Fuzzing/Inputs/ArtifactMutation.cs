using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>
/// Changes artifacts at random. Their content is one stream of bits, so it is bits that are flipped, taken out and put in; the checksum
/// is corrected, except in a few files that try the envelope.
/// </summary>
internal static class ArtifactMutation
{
    private const int LongestRun = 40;
    private const int DamagedEnvelopes = 64;

    /// <summary>One more than a number has.</summary>
    private const int MostZeros = 32;

    /// <summary>One to three changes of a file.</summary>
    /// <param name="file">The file, which an artifact's reader accepts.</param>
    /// <param name="other">Another one, of which parts are taken.</param>
    /// <param name="random">What draws the changes.</param>
    public static byte[] Apply(byte[] file, byte[] other, Random random)
    {
        if (random.Next(DamagedEnvelopes) == 0)
        {
            return ByteMutation.Apply(file, other, random);
        }

        List<bool> bits = ContentBits.Of(file);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change(bits, other, random);
        }

        return ContentBits.ToFile(bits);
    }

    private static void Change(List<bool> bits, byte[] other, Random random)
    {
        int position = random.Next(bits.Count + 1);
        int run = Math.Min(random.Next(1, LongestRun), bits.Count - position);
        switch (random.Next(8))
        {
            case 0:
                bits.RemoveRange(position, run);
                break;
            case 1:
                Fill(bits, position, run, _ => random.Next(2) == 0);
                break;
            case 2:
                bool value = random.Next(2) == 0;
                Fill(bits, position, run, _ => value);
                break;
            case 3:
                // A number of any size: shapes, counts and indices are such numbers.
                bits.InsertRange(position, Number(random));
                break;
            case 4:
                bits.InsertRange(position, bits.GetRange(position, run));
                break;
            case 5:
                bits.RemoveRange(position, bits.Count - position);
                break;
            case 6:
                List<bool> content = ContentBits.Of(other);
                bits.RemoveRange(position, bits.Count - position);
                bits.AddRange(CollectionsMarshal.AsSpan(content)[random.Next(content.Count + 1)..]);
                break;
            default:
                Fill(bits, position, Math.Min(1, run), bit => !bit);
                break;
        }
    }

    private static void Fill(List<bool> bits, int position, int count, Func<bool, bool> value)
    {
        for (int i = position; i < position + count; i++)
        {
            bits[i] = value(bits[i]);
        }
    }

    /// <summary>An Exp-Golomb number, as likely of one length as of another.</summary>
    private static IEnumerable<bool> Number(Random random)
    {
        int zeros = random.Next(MostZeros + 1);
        return [.. new bool[zeros], true, .. Enumerable.Range(0, zeros).Select(_ => random.Next(2) == 0)];
    }
}
