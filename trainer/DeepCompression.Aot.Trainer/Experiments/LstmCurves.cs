using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Charts;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>
/// A recurrent network that others trained: imported, pruned and shared with retraining, over densities and widths of the indices.
/// </summary>
internal sealed class LstmCurves() : Experiment(
    "lstm", "An LSTM: error against density and bits",
    "How far a network that reads digits row by row with an LSTM, trained elsewhere, can be pruned and shared with retraining, "
    + "and the smallest artifact whose error rises by at most 0.3 points.")
{
    /// <summary>The rise of the error that the smallest artifact may have, in points.</summary>
    private const double MostRise = 0.3;

    /// <summary>The density on the curve over bits.</summary>
    private const double FixedDensity = 0.15;

    private static readonly double[] Densities = [0.6, 0.4, 0.25, 0.2, 0.15, 0.12, 0.1, 0.08];
    private static readonly int[] WidthsByDensity = [3, 4];
    private static readonly int[] Widths = [2, 3, 4, 5, 6];

    public override string? Obstacle(Laboratory laboratory) => File.Exists(laboratory.LstmModel)
        ? null
        : $"the model {laboratory.LstmModel} is not there; name it with --lstm-model (mnist_lstm.converted.onnx, made of tflite-micro's trained_lstm.tflite)";

    public override IEnumerable<string> Files(Laboratory laboratory) => [laboratory.LstmModel];

    public override ExperimentOutput Run(Laboratory laboratory)
    {
        string model = laboratory.LstmModel;
        ImportedNetwork imported = GraphImporter.Import(model, ImportOptions.Default);
        var trials = new Trials(laboratory, imported, Path.GetFileName(model));
        bool isFull = laboratory.Budget.TrainingImages is null;
        (double[] densities, int[] widthsByDensity, int[] widths) = isFull ? (Densities, WidthsByDensity, Widths) : ([0.4, FixedDensity], [4], [4, 5]);
        IReadOnlyList<ChartPoint>[] byDensity = [.. widthsByDensity.Select(bits => trials.Curve(densities, density => (density, bits), point => 100 * point.Density))];
        IReadOnlyList<ChartPoint> byBits = trials.Curve(widths, bits => (FixedDensity, bits), point => point.Bits);
        Chart[] charts =
        [
            Draw("density", "error against density", new Axis("density (%)") { Logarithmic = true }, trials.DenseErrorPercent,
                [.. widthsByDensity.Zip(byDensity, (bits, points) => (string.Create(CultureInfo.InvariantCulture, $"{bits} bits"), points))]),
            Draw("bits", string.Create(CultureInfo.InvariantCulture, $"error against bits, {100 * FixedDensity:0} % of the weights"),
                new Axis("bits of an index") { LeastStep = 1 }, trials.DenseErrorPercent, ("pruned, shared and retrained", byBits)),
        ];
        return new ExperimentOutput(
            [trials.Table, trials.Smallest(MostRise)], charts,
            [
                "Every point is the network decoded from its artifact. The curves and the choice are on the validation images, the last 5,000 of the training images; "
                + "the test images were read by the dense network and the chosen artifact alone.",
                "Whoever trained the model may have used the validation images, so its error on them is no measure of what it generalises; the rise is counted from it all the same.",
            ]);
    }

    private static Chart Draw(string name, string title, Axis x, double dense, params (string Label, IReadOnlyList<ChartPoint> Points)[] curves) => new()
    {
        Name = name,
        Title = $"LSTM on digits: {title}",
        X = x,
        Y = new Axis("validation error (%)"),
        Series =
        [
            new Series("dense", SeriesKind.Curve, [new(curves[0].Points[0].X, dense), new(curves[0].Points[^1].X, dense)])
            {
                Colour = Palette.Black,
                Dashed = true,
                Shape = MarkShape.Diamond,
            },
            .. curves.Select((curve, i) => new Series(curve.Label, SeriesKind.Curve, curve.Points) { Colour = Palette.Colours[i + 1], Shape = (MarkShape)i }),
        ],
    };

    /// <summary>One setting and what came of it.</summary>
    private sealed record Point(double Density, int Bits, double ErrorPercent, UntestedArtifact Artifact, PreparedCompression Prepared, CompressionRecipe Recipe);

    /// <summary>Measures settings, each once, and keeps the artifacts.</summary>
    private sealed class Trials
    {
        private readonly Laboratory _laboratory;
        private readonly ImportedNetwork _imported;
        private readonly NetworkDefinition _network;
        private readonly List<Point> _points = [];

        public Trials(Laboratory laboratory, ImportedNetwork imported, string source)
        {
            _laboratory = laboratory;
            _imported = imported;
            var contract = new InputContract(
                new([new InputNormalisation(InputLayout.Flat, new([laboratory.Data.Train.Normalisation.Scale]), new([laboratory.Data.Train.Normalisation.Offset]))]),
                new([.. laboratory.Data.Train.ClassNames]));
            _network = ImportedRecipe.Define("lstm", imported, new CompressionSettings(), contract, source);
            DenseErrorPercent = MeasureDense();
        }

        /// <summary>The dense network's error on the validation images.</summary>
        public double DenseErrorPercent { get; }

        /// <summary>All points.</summary>
        public ResultTable Table { get; } = new(
            "points", "Validation error by density and bits",
            new Column("density (%)", "0.#"), new Column("bits", "0"), new Column("validation error (%)", "F2"),
            new Column("rise (points)", "+0.00;-0.00;0.00"), new Column("file bytes", "0"), new Column("ratio (×)", "F1"));

        /// <summary>The points of some settings, by ascending position.</summary>
        public IReadOnlyList<ChartPoint> Curve<T>(T[] settings, Func<T, (double Density, int Bits)> setting, Func<Point, double> position) =>
        [
            .. settings.Select(setting).Select(at => Measure(at.Density, at.Bits))
                .Select(point => new ChartPoint(position(point), point.ErrorPercent)).OrderBy(point => point.X),
        ];

        private Point Measure(double density, int bits)
        {
            if (_points.Find(point => point.Density.Equals(density) && point.Bits == bits) is { } known)
            {
                return known;
            }

            var settings = new CompressionSettings { Density = new(density), Bits = new(bits) };
            CompressionRecipe whole = ImportedRecipe.Create(_network, _imported, settings);
            CompressionRecipe recipe = _laboratory.Budget.Limit(whole) with { Dense = whole.Dense, Seed = _laboratory.Seed };
            PreparedCompression prepared = _laboratory.Prepare(_network, recipe);
            UntestedArtifact artifact = prepared.Compress(recipe);
            var point = new Point(density, bits, artifact.ValidationErrorPercent, artifact, prepared, recipe);
            _points.Add(point);
            Table.Add(
                100 * density, bits, point.ErrorPercent, point.ErrorPercent - DenseErrorPercent, artifact.FileBytes, Ratio(artifact.FileBytes));
            _laboratory.Notify(string.Create(
                CultureInfo.InvariantCulture,
                $"  density {100 * density:0.#} %, {bits} bits: {artifact.FileBytes} bytes, validation error {point.ErrorPercent:F2} % (dense {DenseErrorPercent:F2} %)"));
            return point;
        }

        /// <summary>
        /// The smallest artifact whose error on the validation images rises by at most so much less one standard error of an error on
        /// so many images, tested once.
        /// </summary>
        public ResultTable Smallest(double mostRise)
        {
            var table = new ResultTable(
                "smallest", string.Create(CultureInfo.InvariantCulture, $"The smallest artifact whose error rises by at most {mostRise} points, one standard error of the validation images kept free"),
                new Column("density (%)", "0.#"), new Column("bits", "0"), new Column("file bytes", "0"), new Column("ratio (×)", "F1"),
                new Column("test error (%)", "F2"), new Column("dense test error (%)", "F2"), new Column("rise (points)", "+0.00;-0.00;0.00"));
            double share = DenseErrorPercent / 100;
            double standardError = 100 * Math.Sqrt(share * (1 - share) / _laboratory.Data.Validation.Count);
            Point? smallest = _points.Where(point => point.ErrorPercent <= DenseErrorPercent + mostRise - standardError).MinBy(point => point.Artifact.FileBytes);
            if (smallest is null)
            {
                return table;
            }

            CompressionResult result = smallest.Prepared.Test(smallest.Artifact, smallest.Recipe);
            (double test, double dense) = (result.Decoded.TestErrorPercent, result.Dense.TestErrorPercent);
            table.Add(100 * smallest.Density, smallest.Bits, result.Artifact.Length, Ratio(result.Artifact.Length), test, dense, test - dense);
            _laboratory.Notify(string.Create(
                CultureInfo.InvariantCulture, $"  smallest: {result.Artifact.Length} bytes, test error {test:F2} % (dense {dense:F2} %)"));
            return table;
        }

        private double Ratio(long bytes) => (double)_network.DenseBytes / bytes;

        private double MeasureDense()
        {
            CompressionRecipe recipe = ImportedRecipe.Create(_network, _imported, new CompressionSettings());
            PipelineRun run = _laboratory.NewRun(_network, _laboratory.Data, recipe);
            using var session = run.CreateSession();
            return run.ValidationError(session);
        }
    }
}
