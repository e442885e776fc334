using System.Globalization;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// The embedded default data: grey 28x28 digits drawn by a random hand, for machines that have no data at
/// all. A seed gives the same bytes on every machine, whatever the number of threads.
/// </summary>
public static class DrawnDigits
{
    /// <summary>What the data set is called in an artifact's provenance.</summary>
    public const string Name = "drawn digits";

    /// <summary>Training images, unless asked otherwise.</summary>
    public const int DefaultTrainCount = 20_000;

    /// <summary>Validation images, unless asked otherwise.</summary>
    public const int DefaultValidationCount = 5_000;

    /// <summary>Test images, unless asked otherwise.</summary>
    public const int DefaultTestCount = 10_000;

    /// <summary>Height and width of an image, in pixels.</summary>
    internal const int Side = 28;

    private static readonly string[] ClassNames =
        [.. Enumerable.Range(0, DigitSkeletons.DigitCount).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Draws three sets that share no image; in each, the classes differ by at most one in number.</summary>
    /// <param name="trainCount">Training images, at least 1.</param>
    /// <param name="validationCount">Validation images, at least 1.</param>
    /// <param name="testCount">Test images, at least 1.</param>
    /// <param name="seed">Another seed gives other images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 or beyond 1,000,000.</exception>
    public static DatasetSplits Create(
        int trainCount = DefaultTrainCount,
        int validationCount = DefaultValidationCount,
        int testCount = DefaultTestCount,
        ulong seed = 1) =>
        new(
            Draw(trainCount, SetSeed(seed, 0), nameof(trainCount)),
            Draw(validationCount, SetSeed(seed, 1), nameof(validationCount)),
            Draw(testCount, SetSeed(seed, 2), nameof(testCount)));

    private static ulong SetSeed(ulong seed, ulong set) => SplitMix64.For(seed, set).Next();

    private static Dataset Draw(int count, ulong seed, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000_000, parameter);
        byte[] pixels = new byte[count * Side * Side];
        var labels = new int[count];
        Parallel.For(0, count, () => new DigitWriter(), (i, _, writer) =>
        {
            int digit = i % DigitSkeletons.DigitCount;
            labels[i] = digit;
            SplitMix64 random = SplitMix64.For(seed, (ulong)i);
            writer.Write(digit, ref random, pixels.AsSpan(i * Side * Side, Side * Side));
            return writer;
        }, _ => { });
        return new Dataset(Name, new ImageShape(1, Side, Side), pixels, labels, ClassNames);
    }
}
