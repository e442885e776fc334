using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>Folds factor · x + term, by channel, into the layer that computes x.</summary>
internal static class AffineFolding
{
    /// <summary>The axis along which each element has a factor and a term of its own: the channels, or where a layer reads rows their elements.</summary>
    public static int ChannelAxis(ComputedValue value) =>
        value.Draft.Producer?.Kind == OperatorKind.LinearRows ? value.Shape.Length - 1 : 1;

    /// <summary>Changes the layer's weight and bias, if it has a weight, computes the value as it is, and nothing else reads that.</summary>
    /// <param name="value">The value x.</param>
    /// <param name="factors">A factor for each channel.</param>
    /// <param name="terms">A term for each channel.</param>
    /// <returns>Whether the layer now computes the result.</returns>
    public static bool TryFold(ComputedValue value, double[] factors, double[] terms)
    {
        if (value.Draft is not { IsShared: false, Producer: { Parameters: [var weight, ..] } producer } || !CanFold(value, producer.Kind)
            || (producer.Kind != OperatorKind.LinearRows && value.Draft.Shape != value.NaturalShape) || weight.Shape.Rows != factors.Length)
        {
            return false;
        }

        int row = weight.Shape.RowLength;
        weight.Values = Array.TrueForAll(factors, factor => factor.Equals(1))
            ? weight.Values
            : [.. weight.Values.Select((number, i) => (float)(number * factors[i / row]))];
        float[] bias = producer.Parameters.Count > 1 ? producer.Parameters[1].Values : new float[factors.Length];
        float[] folded = [.. bias.Select((number, channel) => (float)((number * factors[channel]) + terms[channel]))];
        if (producer.Parameters.Count > 1)
        {
            producer.Parameters[1].Values = folded;
        }
        else if (!Array.TrueForAll(folded, number => number == 0))
        {
            producer.Parameters.Add(new ParameterDraft(new TensorShape(folded.Length), folded));
        }

        return true;
    }

    /// <summary>Whether the layer ends in sums, one weight row each; rows that the model counts in another way are none of its own.</summary>
    private static bool CanFold(ComputedValue value, OperatorKind kind) =>
        kind is OperatorKind.Linear or OperatorKind.Convolution or OperatorKind.GroupedConvolution
        || (kind == OperatorKind.LinearRows && value.Shape[^1] == value.Draft.Shape.RowWidth);
}
