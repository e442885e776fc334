namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>A ratio to ONNX Runtime, dense, single precision and one thread, that ours is to have.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Precision">Our arithmetic.</param>
/// <param name="Threads">Our threads.</param>
/// <param name="Reach">What must be reached: what prototypes had.</param>
/// <param name="Aim">What the machine should allow.</param>
internal sealed record Target(string Case, string Precision, int Threads, double Reach, double Aim)
{
    /// <summary>Every target, in the order of the report.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("alexnet-fc6", "fp32", 1, 28, 36),
        new("alexnet-fc6", "int8", 1, 45, 55),
        new("vgg16-fc6", "fp32", 1, 45, 60),
        new("vgg16-fc6", "int8", 1, 80, 100),
        new("alexnet-fc8", "fp32", 1, 9, 11),
        new("alexnet-fc8", "int8", 1, 20, 26),
        new("vgg16-fc8", "fp32", 1, 9, 11),
        new("vgg16-fc8", "int8", 1, 20, 26),
        new("alexnet-fc", "fp32", 1, 28, 36),
        new("alexnet-fc", "int8", 1, 40, 50),
        new("vgg16-fc", "fp32", 1, 40, 60),
        new("vgg16-fc", "int8", 1, 70, 90),
        new("alexnet-fc", "fp32", 2, 50, 75),
        new("vgg16-fc", "fp32", 2, 75, 110),
        new("lenet-300-100", "fp32", 1, 7, 8.5),
        new("lenet-300-100", "int8", 1, 12, 20),
        new("lenet-5", "fp32", 1, 7, 10),
        new("vgg16-conv4-2", "fp32", 1, 2.0, 2.6),
        new("alexnet-conv3", "fp32", 1, 1.7, 2.0),
        new("alexnet-fc6-batch64", "fp32", 1, 4, 7),
        new("alexnet-fc6-avx2", "fp32", 1, 10, 14),
    ];

    /// <summary>The target of a comparison, or null where there is none.</summary>
    public static Target? Of(RatioRow row) =>
        All.FirstOrDefault(target => target.Case == row.Case && target.Precision == row.Precision && target.Threads == row.Threads);

    /// <summary>What a ratio comes to.</summary>
    public string Verdict(double ratio) => ratio >= Aim ? "aim met" : ratio >= Reach ? "reached" : "not reached";
}
