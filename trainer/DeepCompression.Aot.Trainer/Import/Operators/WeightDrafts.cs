using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>A weight and its bias as parameters.</summary>
internal static class WeightDrafts
{
    private const string Suffix = ".weight";

    /// <summary>The parameters of a layer; the bias is left out where all of it is zero.</summary>
    /// <param name="weight">The weight, output channels first.</param>
    /// <param name="bias">The bias, or nothing.</param>
    /// <exception cref="NodeException">The bias has not one element for each output channel.</exception>
    public static IEnumerable<ParameterDraft> Of(ConstantValue weight, ConstantTensor? bias)
    {
        ConstantTensor tensor = weight.Tensor;
        var draft = new ParameterDraft(new TensorShape(tensor.Shape), tensor.Floats, NameOf(weight.Name));
        if (bias is not null && bias.Length != tensor.Shape[0])
        {
            throw new NodeException($"its bias has {bias.Length} elements for {tensor.Shape[0]} output channels");
        }

        return bias is null || Array.TrueForAll(bias.Floats, value => value == 0)
            ? [draft]
            : [draft, new ParameterDraft(new TensorShape(bias.Length), bias.Floats)];
    }

    /// <summary>The number of a bias among an operator's parameters, if there is one.</summary>
    public static int? Bias(int[] parameters) => parameters.Length > 1 ? parameters[1] : null;

    /// <summary>A layer is known by the name of its weight.</summary>
    public static string NameOf(string name) => name.Length == 0 || name.EndsWith(Suffix, StringComparison.Ordinal) ? name : name + Suffix;
}
