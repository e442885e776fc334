namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Writes one digit after another on one canvas; each thread has its own.</summary>
internal sealed class DigitWriter
{
    private const int PiecesPerSpan = 5;

    private readonly HandDistortion _hand = new();
    private readonly PenCanvas _canvas = new();

    /// <summary>Writes a digit into <paramref name="pixels"/>, (28, 28), all drawn from <paramref name="random"/>.</summary>
    public void Write(int digit, ref SplitMix64 random, Span<byte> pixels)
    {
        PenPoint[][][] variants = DigitSkeletons.Variants(digit);
        PenPoint[][] strokes = variants[random.Below(variants.Length)];
        _hand.Draw(ref random);
        _canvas.Clear();
        float radius = random.Between(0.6f, 1.7f);
        foreach (PenPoint[] stroke in strokes)
        {
            // A pen is pressed harder at one end of a stroke than at the other.
            float start = radius * random.Between(0.8f, 1.2f);
            float end = radius * random.Between(0.8f, 1.2f);
            DrawStroke(stroke, start, end);
        }

        Develop(ref random, pixels);
    }

    private void DrawStroke(PenPoint[] stroke, float startRadius, float endRadius)
    {
        PenPoint from = _hand.Apply(stroke[0]);
        int pieces = (stroke.Length - 1) * PiecesPerSpan;
        for (int piece = 1; piece <= pieces; piece++)
        {
            PenPoint to = _hand.Apply(OnCurve(stroke, piece));
            float radius = startRadius + ((endRadius - startRadius) * piece / pieces);
            _canvas.Line(from, to, radius);
            from = to;
        }
    }

    // Catmull-Rom: the curve passes every point, its tangent parallel to the neighbours' chord.
    private static PenPoint OnCurve(PenPoint[] stroke, int piece)
    {
        int span = Math.Min(piece / PiecesPerSpan, stroke.Length - 2);
        float t = (piece - (span * PiecesPerSpan)) / (float)PiecesPerSpan;
        PenPoint before = stroke[Math.Max(span - 1, 0)];
        PenPoint from = stroke[span];
        PenPoint to = stroke[span + 1];
        PenPoint after = stroke[Math.Min(span + 2, stroke.Length - 1)];
        return new PenPoint(
            Interpolate(before.X, from.X, to.X, after.X, t),
            Interpolate(before.Y, from.Y, to.Y, after.Y, t));
    }

    private static float Interpolate(float before, float from, float to, float after, float t)
    {
        float linear = to - before;
        float square = (2 * before) - (5 * from) + (4 * to) - after;
        float cube = (3 * (from - to)) + after - before;
        return from + (0.5f * t * (linear + (t * (square + (t * cube)))));
    }

    // Ink becomes grey levels: its darkness and edge vary from pen to pen, its grain from pixel to pixel.
    private void Develop(ref SplitMix64 random, Span<byte> pixels)
    {
        float darkness = random.Between(0.75f, 1f);
        float softness = random.Between(0.8f, 2f);
        float grain = random.Between(0f, 0.12f);
        for (int i = 0; i < pixels.Length; i++)
        {
            float ink = _canvas.Ink(i, softness);
            float grey = ink == 0 ? 0 : ink * (darkness + random.Normal(grain));
            pixels[i] = (byte)((Math.Clamp(grey, 0, 1) * 255) + 0.5f);
        }

        for (int specks = random.Below(6); specks > 0; specks--)
        {
            ref byte pixel = ref pixels[random.Below(pixels.Length)];
            pixel = Math.Max(pixel, (byte)random.Below(160));
        }
    }
}
