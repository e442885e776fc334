using System.Globalization;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Makes a data set of arrays: samples along the first dimension, and for each a label.</summary>
/// <param name="file">Where the arrays come from, for errors.</param>
internal sealed class SampleBuilder(string file)
{
    /// <summary>The data set.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="place">Where in the file the samples are, for errors.</param>
    /// <param name="samples">The samples, (count, …).</param>
    /// <param name="labels">Their classes: (count), (count, 1), or (count, classes) with the largest at the class; null without labels.</param>
    /// <param name="classNames">One name per class; numbers up to the largest label where null.</param>
    /// <exception cref="DataException">The arrays do not belong together, or hold what no sample or label is.</exception>
    public Dataset Build(string name, string place, SampleArray samples, SampleArray? labels, IReadOnlyList<string>? classNames)
    {
        if (samples.Shape.Count < 2 || samples.Length == 0)
        {
            throw new DataException(
                file, place, $"an array of {string.Join('×', samples.Shape)} holds no samples.", "Its first dimension counts them, the others are those of one.");
        }

        RequireFinite(place, samples);
        ImageShape shape = Shape([.. samples.Shape.Skip(1)]);
        if (labels is null)
        {
            return Dataset.Unlabelled(name, shape, samples.Bytes, samples.Numbers);
        }

        int[] classes = Classes(labels, samples.Shape[0]);
        classNames ??= [.. Enumerable.Range(0, classes.Max() + 1).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        int stray = Dataset.IndexOfStrayLabel(classes, classNames.Count);
        if (stray >= 0)
        {
            throw new DataException(
                file, $"label {stray}", $"it is {classes[stray]}, but there are {classNames.Count} classes.", "Use data of the network's classes.");
        }

        return samples.Bytes is { } bytes ? new(name, shape, bytes, classes, classNames) : new(name, shape, samples.Numbers, classes, classNames);
    }

    /// <summary>Channels, rows and columns where a sample has as many dimensions; what comes before them counts as channels.</summary>
    private static ImageShape Shape(int[] sample) => new(
        sample.SkipLast(2).Aggregate(1, (product, dimension) => product * dimension),
        sample.Length > 1 ? sample[^2] : 1,
        sample[^1]);

    private void RequireFinite(string place, SampleArray samples)
    {
        int stray = samples.Numbers is { } numbers ? Array.FindIndex(numbers, number => !float.IsFinite(number)) : -1;
        if (stray >= 0)
        {
            throw new DataException(
                file, place, $"sample {stray / (samples.Length / samples.Shape[0])} has a value that is infinite or not a number.", "Clean the data.");
        }
    }

    private int[] Classes(SampleArray labels, int samples)
    {
        int perSample = samples > 0 && labels.Length % samples == 0 ? labels.Length / samples : 0;
        if (labels.Shape.Count == 0 || labels.Shape[0] != samples || perSample == 0)
        {
            throw new DataException(
                file, "labels", $"there are {samples} samples, but an array of {string.Join('×', labels.Shape)} labels.", "Use arrays of one data set.");
        }

        return [.. Enumerable.Range(0, samples).Select(sample => perSample == 1 ? Class(labels[sample], sample) : Largest(labels, sample, perSample))];
    }

    private int Class(float label, int sample) => label is >= 0 and < Dataset.MostClasses && float.IsInteger(label)
        ? (int)label
        : throw new DataException(
            file, $"label {sample}", FormattableString.Invariant($"it is {label}, no whole number from 0 to {Dataset.MostClasses - 1}."), "Number the classes from 0 on.");

    private int Largest(SampleArray labels, int sample, int classes)
    {
        int best = 0;
        for (int i = 1; i < classes; i++)
        {
            best = labels[(sample * classes) + i] > labels[(sample * classes) + best] ? i : best;
        }

        return Class(best, sample);
    }
}
