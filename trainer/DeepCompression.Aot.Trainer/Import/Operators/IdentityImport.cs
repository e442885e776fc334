namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>Operators that pass their input on: nothing of them is left.</summary>
internal static class IdentityImport
{
    public static ImportedValue[] Import(NodeImport node) => [node.Input(0)];

    /// <summary>Dropout does nothing in inference.</summary>
    public static ImportedValue[] Dropout(NodeImport node)
    {
        node.Attributes.Ignore("ratio", "seed", "is_test");
        return node.OptionalConstant(2, "training mode")?.Integers[0] is null or 0
            ? [node.Input(0)]
            : throw new NodeException("it is in training mode; export the model for inference");
    }
}
