using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Experiments.Transfer;

/// <summary>The same images with two classes: labels that are even numbers, and those that are odd.</summary>
internal static class Parity
{
    public static DatasetSplits Of(DatasetSplits data) => new(Of(data.Train), Of(data.Validation), Of(data.Test));

    private static Dataset Of(Dataset data)
    {
        int[] labels = [.. data.Labels.ToArray().Select(label => label % 2)];
        return new Dataset(data.Name, data.Shape, data.Pixels.ToArray(), labels, ["even", "odd"]) { Normalisation = data.Normalisation };
    }
}
