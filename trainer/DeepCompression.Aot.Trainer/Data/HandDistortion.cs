namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// One writer's hand: an affine map from the skeleton's square to the canvas (size, slant, rotation, place)
/// and over it a smooth random displacement, cubic B-splines on a coarse lattice. Only operations that
/// IEEE 754 rounds exactly, so that every machine draws the same.
/// </summary>
internal sealed class HandDistortion
{
    private const int Lattice = 8;
    private const float Spacing = DrawnDigits.Side / (float)(Lattice - 3);

    private readonly PenPoint[] _displacements = new PenPoint[Lattice * Lattice];
    private float _xx;
    private float _xy;
    private float _yx;
    private float _yy;
    private float _left;
    private float _top;

    /// <summary>Takes another hand.</summary>
    public void Draw(ref SplitMix64 random)
    {
        float width = random.Between(0.14f, 0.22f);
        float height = random.Between(0.17f, 0.22f);
        float slant = random.Normal(0.20f);
        // tan(angle / 2); sine and cosine follow from it rationally.
        float half = random.Normal(0.07f);
        float cosine = (1 - (half * half)) / (1 + (half * half));
        float sine = 2 * half / (1 + (half * half));
        _xx = cosine * width;
        _xy = (cosine * -slant * width) - (sine * height);
        _yx = sine * width;
        _yy = (sine * -slant * width) + (cosine * height);
        _left = (DrawnDigits.Side / 2f) + random.Normal(1.1f);
        _top = (DrawnDigits.Side / 2f) + random.Normal(1.1f);
        float strength = random.Between(0.8f, 2.6f);
        for (int i = 0; i < _displacements.Length; i++)
        {
            _displacements[i] = new PenPoint(random.Normal(strength), random.Normal(strength));
        }
    }

    /// <summary>Where a point of the skeleton falls on the canvas, in pixels; possibly outside.</summary>
    public PenPoint Apply(PenPoint point)
    {
        float x = point.X - 50;
        float y = point.Y - 50;
        PenPoint straight = new(_left + (_xx * x) + (_xy * y), _top + (_yx * x) + (_yy * y));
        return Displace(straight);
    }

    private PenPoint Displace(PenPoint point)
    {
        Span<float> across = stackalloc float[4];
        Span<float> down = stackalloc float[4];
        int column = Weights(point.X, across);
        int row = Weights(point.Y, down);
        float x = point.X;
        float y = point.Y;
        for (int j = 0; j < 4; j++)
        {
            for (int i = 0; i < 4; i++)
            {
                PenPoint displacement = _displacements[((row + j) * Lattice) + column + i];
                float weight = down[j] * across[i];
                x += weight * displacement.X;
                y += weight * displacement.Y;
            }
        }

        return new PenPoint(x, y);
    }

    // The four weights of the uniform cubic B-spline, and the lattice cell they start in.
    private static int Weights(float position, Span<float> weights)
    {
        float scaled = Math.Clamp(position / Spacing, 0, Lattice - 3 - 0.001f);
        int cell = (int)scaled;
        float t = scaled - cell;
        float s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = ((((3 * t) - 6) * t * t) + 4) / 6;
        weights[2] = ((((3 * s) - 6) * s * s) + 4) / 6;
        weights[3] = t * t * t / 6;
        return cell;
    }
}
