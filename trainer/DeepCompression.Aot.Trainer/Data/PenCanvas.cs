namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// A grey canvas on which a round pen draws. Each pixel keeps how deep inside the ink its centre lies; ink is
/// made of that at the end, with an edge as soft as asked, so that crossing strokes leave no seam.
/// </summary>
internal sealed class PenCanvas
{
    private const int Side = DrawnDigits.Side;
    private const float Outside = -100;

    // Beyond this distance from the pen's edge, in pixels, no softness leaves any ink.
    private const float Reach = 1.5f;

    private readonly float[] _depth = new float[Side * Side];

    /// <summary>Wipes the canvas.</summary>
    public void Clear() => Array.Fill(_depth, Outside);

    /// <summary>Draws a straight piece of a stroke; coordinates and radius in pixels, radius below 4.</summary>
    public void Line(PenPoint from, PenPoint to, float radius)
    {
        float dx = to.X - from.X;
        float dy = to.Y - from.Y;
        float inverse = 1 / ((dx * dx) + (dy * dy) + 1e-9f);
        float reach = radius + Reach;
        int left = Pixel(Math.Min(from.X, to.X) - reach);
        int right = Pixel(Math.Max(from.X, to.X) + reach);
        int top = Pixel(Math.Min(from.Y, to.Y) - reach);
        int bottom = Pixel(Math.Max(from.Y, to.Y) + reach);
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                float x = column + 0.5f - from.X;
                float y = row + 0.5f - from.Y;
                float along = Math.Clamp(((x * dx) + (y * dy)) * inverse, 0, 1);
                x -= along * dx;
                y -= along * dy;
                float depth = radius - MathF.Sqrt((x * x) + (y * y));
                ref float deepest = ref _depth[(row * Side) + column];
                deepest = Math.Max(deepest, depth);
            }
        }
    }

    /// <summary>The ink of a pixel, 0 to 1.</summary>
    /// <param name="pixel">Row by row.</param>
    /// <param name="softness">The width of the edge, in pixels, at most 3.</param>
    public float Ink(int pixel, float softness) => Math.Clamp(0.5f + (_depth[pixel] / softness), 0, 1);

    private static int Pixel(float position) => (int)Math.Clamp(position, 0, Side - 1);
}
