namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>How a Resize finds and weighs what lies around an output, by the names that ONNX gives to each way.</summary>
/// <param name="Mode">nearest, linear or cubic.</param>
/// <param name="Coordinates">Where outputs lie in the input.</param>
/// <param name="Nearest">Which neighbour is nearest.</param>
/// <param name="Cubic">The coefficient of cubic weights.</param>
/// <param name="ExcludesOutside">Whether neighbours outside weigh nothing, rather than being those at the edge.</param>
/// <param name="IsSmoothed">Whether weights reach further where the result is smaller.</param>
internal sealed record ResizeSettings(string Mode, string Coordinates, string Nearest, double Cubic, bool ExcludesOutside, bool IsSmoothed)
{
    public bool IsCropped => Coordinates == "tf_crop_and_resize";
}

/// <summary>One axis of a Resize.</summary>
/// <param name="Settings">How it is resized.</param>
/// <param name="OldSize">Its size before.</param>
/// <param name="Scale">By how much it grows.</param>
/// <param name="Size">Its size after, which may be rounded.</param>
/// <param name="Start">Where what is cropped begins, as a fraction.</param>
/// <param name="End">Where it ends.</param>
internal sealed record ResizedAxis(ResizeSettings Settings, int OldSize, double Scale, int Size, double Start, double End)
{
    /// <summary>At most how many inputs all outputs together are made of: where weights reach further, each input is in four outputs.</summary>
    public long MostTerms => 4L * (Settings.IsSmoothed ? Math.Max(Size, OldSize) : Size);

    public bool IsNearest => Settings.Mode == "nearest";

    /// <summary>Whether nothing happens along the axis.</summary>
    public bool IsUnchanged => Size == OldSize && Enumerable.Range(0, Size).All(output => Coordinate(output).Equals(output));

    /// <summary>Whether an output lies in the input; only what is cropped can lie elsewhere.</summary>
    public bool IsInside(int output) => !Settings.IsCropped || (Coordinate(output) >= 0 && Coordinate(output) <= OldSize - 1);

    /// <summary>The input nearest to an output.</summary>
    public int Nearest(int output)
    {
        double place = Coordinate(output);
        double nearest = Settings.Nearest switch
        {
            "round_prefer_floor" => Math.Ceiling(place - 0.5),
            "round_prefer_ceil" => Math.Floor(place + 0.5),
            "floor" => Math.Floor(place),
            "ceil" => Math.Ceiling(place),
            _ => throw new NodeException($"nearest_mode '{Settings.Nearest}' is not known"),
        };
        return (int)Math.Clamp(nearest, 0, OldSize - 1);
    }

    /// <summary>What an output is made of; their weights add up to 1.</summary>
    public AxisWeights Weights(int output)
    {
        (double reach, Func<double, double> weigh) = Settings.Mode switch
        {
            "linear" => (1.0, (Func<double, double>)Linear),
            "cubic" => (2.0, Cubic),
            _ => throw new NodeException($"mode '{Settings.Mode}' is not known"),
        };

        // Where the result is smaller, smoothing lets every input weigh in somewhere.
        double shrink = Settings.IsSmoothed ? Math.Min(Scale, 1) : 1;
        double place = Coordinate(output);
        int first = (int)Math.Floor(place - (reach / shrink)) + 1;
        int last = (int)Math.Ceiling(place + (reach / shrink)) - 1;
        (int Slice, double Weight)[] terms = [.. Enumerable.Range(first, last - first + 1).Select(slice => (slice, weigh(Math.Abs(slice - place) * shrink)))];
        if (Settings.ExcludesOutside)
        {
            terms = [.. terms.Where(term => term.Slice >= 0 && term.Slice < OldSize)];
        }

        double sum = terms.Sum(term => term.Weight);
        return new AxisWeights([.. terms.Select(term => (Math.Clamp(term.Slice, 0, OldSize - 1), term.Weight / sum))]);
    }

    private static double Linear(double distance) => Math.Max(0, 1 - distance);

    private double Cubic(double distance)
    {
        double a = Settings.Cubic;
        return distance switch
        {
            <= 1 => ((((a + 2) * distance) - (a + 3)) * distance * distance) + 1,
            < 2 => (((((a * distance) - (5 * a)) * distance) + (8 * a)) * distance) - (4 * a),
            _ => 0,
        };
    }

    /// <summary>Where an output lies between the inputs.</summary>
    private double Coordinate(int output)
    {
        double exactSize = Scale * OldSize;
        double centre = ((output + 0.5) / Scale) - 0.5;
        return Settings.Coordinates switch
        {
            "half_pixel" => centre,
            "half_pixel_symmetric" => (OldSize / 2.0 * (1 - (Size / exactSize))) + centre,
            "pytorch_half_pixel" => exactSize.Equals(1) ? -0.5 : centre,
            "asymmetric" => output / Scale,
            "align_corners" => exactSize.Equals(1) ? 0 : output * (OldSize - 1) / (exactSize - 1),
            "tf_crop_and_resize" when !exactSize.Equals(1) => (Start * (OldSize - 1)) + (output * (End - Start) * (OldSize - 1) / (exactSize - 1)),
            "tf_crop_and_resize" => 0.5 * (Start + End) * (OldSize - 1),
            _ => throw new NodeException($"coordinate_transformation_mode '{Settings.Coordinates}' is not known"),
        };
    }
}
