using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Places at which the stream of a tensor can be entered. It is one stream in the artifact; where it is compiled into a program, the
/// marks beside it let eight decoders run through it at once, each an eighth of a group of weights, so that none waits for its own
/// last look-up. A group is short enough for the stack and keeps the order of the weights.
/// </summary>
/// <remarks>Compiled into the generator as well, which writes the marks down.</remarks>
internal static class StreamMarks
{
    /// <summary>Decoders at work at once.</summary>
    public const int Lanes = 8;

    /// <summary>Weights that each of them decodes of a group.</summary>
    public const int LaneLength = 256;

    /// <summary>Weights of a group.</summary>
    public const int GroupLength = Lanes * LaneLength;

    /// <summary>Numbers for each group: bits and positions from its start to that of every lane but the first, and to the next group's.</summary>
    public const int NumbersPerGroup = 2 * Lanes;

    /// <summary>The fewest groups that are worth marks: fewer are decoded in a few microseconds anyway.</summary>
    private const int MinGroups = 4;

    /// <summary>The numbers that mark a stream of so many weights.</summary>
    public static int Length(int weightCount)
    {
        int groups = weightCount / GroupLength;
        return groups < MinGroups ? 0 : groups * NumbersPerGroup;
    }

    /// <summary>The marks of a tensor in Huffman codes; none if it is small.</summary>
    public static int[] Of(CodedTensor tensor)
    {
        var marks = new int[Length(tensor.WeightCount)];
        var weights = new CodedWeightReader(tensor);
        (long groupBit, long groupPosition, long position) = (0, 0, 0);
        int written = 0;
        for (int weight = 0; written < marks.Length; weight++)
        {
            if (weight > 0 && weight % LaneLength == 0)
            {
                marks[written++] = (int)(weights.Rest.Position - groupBit);
                marks[written++] = (int)(position - groupPosition);
            }

            if (weight % GroupLength == 0)
            {
                (groupBit, groupPosition) = (weights.Rest.Position, position);
            }

            weights.MoveNext();
            position += weights.Gap + 1;
        }

        return marks;
    }
}
