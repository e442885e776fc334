using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

internal static class ReluImport
{
    public static ImportedValue[] Import(NodeImport node) => node.EmitElementwise(node.Computed(0), input => new ReluOperator(input));
}
