using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A function of one number, element by element.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Input">The value it reads.</param>
/// <param name="Function">The function.</param>
/// <param name="Settings">Its parameters.</param>
internal sealed record FunctionLayer(int Output, int Input, UnaryFunction Function, EquatableArray<float> Settings) : UnaryLayer(Output, Input)
{
    public override string DefaultName => Function.ToString();
}
