using System.Globalization;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>A point of a drawing: in a skeleton of the square 0 to 100, y downward; on the canvas in pixels.</summary>
internal readonly record struct PenPoint(float X, float Y);

/// <summary>
/// How each digit is written: several variants per digit, each a few pen strokes, each stroke the points
/// that a smooth curve passes. A corner is where one stroke ends and the next begins.
/// </summary>
internal static class DigitSkeletons
{
    // Variants are parted by lines, strokes by '|', points by blanks.
    private static readonly string[] Drawings =
    [
        """
        50,5 32,12 22,32 20,55 28,82 50,95 70,84 79,58 77,30 66,11 50,5
        55,8 40,8 30,28 28,52 35,85 50,95 64,82 70,52 66,25 55,8
        62,10 45,6 27,20 20,50 27,82 50,95 74,80 80,48 70,18 48,8
        70,16 55,5 33,12 19,38 22,75 44,95 68,86 81,58 76,26 60,12 52,17
        """,
        """
        50,5 50,35 50,65 50,95
        56,5 52,35 48,65 44,95
        34,26 44,17 54,5 | 54,5 54,50 54,95
        32,24 43,16 53,6 | 53,6 52,50 51,93 | 32,94 50,94 70,94
        52,6 49,40 51,70 49,95
        """,
        """
        24,28 30,11 50,5 70,13 73,32 58,55 40,74 22,93 | 22,93 50,92 80,93
        25,24 38,7 60,7 74,22 68,46 48,70 30,86 22,80 32,74 48,84 64,94 80,86
        22,20 40,8 62,8 74,20 66,42 44,66 22,92 | 22,92 42,86 60,92 80,90
        28,32 32,12 52,5 70,16 70,36 54,60 34,80 20,88 28,76 42,80 62,93 82,88
        """,
        """
        24,16 40,6 60,7 72,20 66,38 44,46 | 44,46 66,50 77,68 68,88 44,95 22,85
        25,12 50,5 70,14 70,32 54,44 42,46 56,48 74,60 75,80 56,94 32,93 20,84
        24,8 48,8 74,8 | 74,8 60,24 45,42 | 45,42 66,46 77,66 66,88 42,94 22,84
        28,20 42,7 62,10 68,26 56,42 40,47 60,50 72,68 62,86 40,92 24,82
        """,
        """
        32,6 28,30 22,54 | 22,54 50,55 80,52 | 66,20 64,55 62,95
        60,5 42,30 18,62 | 18,62 48,63 84,62 | 62,28 62,60 62,95
        64,6 44,30 20,60 | 20,60 50,61 82,60 | 64,6 64,50 62,95
        26,8 22,30 28,50 48,54 72,46 | 74,8 70,46 64,94
        30,8 30,34 36,52 56,54 72,44 | 72,10 72,50 74,94
        """,
        """
        74,8 52,8 32,9 | 32,9 29,26 26,44 | 26,44 48,38 70,46 78,66 68,88 44,95 22,86
        36,8 33,26 30,44 | 30,44 52,38 72,52 74,74 58,92 36,94 22,84 | 36,8 56,9 78,6
        76,10 56,9 38,14 32,32 42,44 62,50 74,66 66,88 44,95 24,86
        70,6 40,10 | 40,10 34,42 | 34,42 56,44 68,60 64,82 44,94 26,88
        """,
        """
        66,6 46,18 30,42 24,68 34,90 54,95 72,84 74,66 60,54 42,58 28,74
        56,5 40,28 29,55 29,80 46,95 66,88 72,70 60,56 42,60 30,74
        74,12 58,6 38,20 26,48 25,76 44,94 66,90 77,72 66,55 44,56 28,70
        44,5 34,36 29,66 36,90 54,95 68,82 64,66 48,62 33,72
        """,
        """
        22,10 48,9 78,8 | 78,8 62,38 50,66 42,95
        22,12 50,10 76,9 | 76,9 64,36 52,64 46,95 | 34,52 54,50 74,49
        22,24 24,10 | 24,10 50,12 78,8 | 78,8 66,34 56,62 52,95
        20,16 36,8 54,13 74,9 | 74,9 70,30 52,60 40,94
        """,
        """
        70,18 54,6 34,12 30,28 44,42 62,54 74,72 66,90 46,95 28,86 28,68 44,52 62,40 72,24 70,18
        50,6 34,12 32,30 50,44 68,30 66,12 50,6 | 50,44 30,56 24,78 40,94 60,94 76,78 70,56 50,44
        72,10 48,6 32,20 40,38 60,54 68,76 52,94 34,82 38,60 56,44 72,26 72,10
        52,8 38,14 38,32 52,46 66,62 66,84 50,95 34,84 36,62 52,46 66,32 64,14 52,8
        """,
        """
        72,22 58,6 36,10 25,30 34,48 54,48 70,34 74,16 | 74,16 72,50 66,95
        70,26 60,8 40,7 27,22 30,42 48,48 66,38 72,18 72,44 68,72 52,93 32,90
        68,14 46,6 28,20 30,42 50,50 70,34 70,14 | 70,14 72,50 72,95
        66,30 64,12 46,6 32,18 34,40 52,44 66,30 64,60 56,78 44,95
        """,
    ];

    private static readonly PenPoint[][][][] Parsed = [.. Drawings.Select(ParseDigit)];

    /// <summary>The number of digits.</summary>
    public static int DigitCount => Parsed.Length;

    /// <summary>The variants of a digit, each a list of strokes, each a list of two points or more.</summary>
    public static PenPoint[][][] Variants(int digit) => Parsed[digit];

    private static PenPoint[][][] ParseDigit(string drawing) =>
        [.. drawing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ParseVariant)];

    private static PenPoint[][] ParseVariant(string line) => [.. line.Split('|').Select(ParseStroke)];

    private static PenPoint[] ParseStroke(string stroke) =>
        [.. stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParsePoint)];

    private static PenPoint ParsePoint(string point)
    {
        int comma = point.IndexOf(',', StringComparison.Ordinal);
        return new PenPoint(
            int.Parse(point.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(point.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
