using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Import.Operators;

/// <summary>The attributes <c>activations</c>, <c>activation_alpha</c> and <c>activation_beta</c> of recurrent layers.</summary>
internal static class GateFunctionImport
{
    /// <summary>The functions of each direction.</summary>
    /// <param name="attributes">The node's attributes.</param>
    /// <param name="usual">The functions of a direction where the node names none.</param>
    /// <param name="directions">One or two.</param>
    public static EquatableArray<GateFunction>[] Read(NodeAttributes attributes, EquatableArray<GateFunction> usual, int directions)
    {
        string[]? names = attributes.Texts("activations");
        var alphas = new Queue<float>(attributes.Numbers("activation_alpha") ?? []);
        var betas = new Queue<float>(attributes.Numbers("activation_beta") ?? []);
        if (names is null)
        {
            return [.. Enumerable.Repeat(usual, directions)];
        }

        if (names.Length != usual.Length * directions)
        {
            throw new NodeException($"it has {names.Length} activations where {usual.Length * directions} are needed");
        }

        GateFunction[] functions = [.. names.Select(name => Function(name, alphas, betas))];
        return [.. functions.Chunk(usual.Length).Select(own => new EquatableArray<GateFunction>(own))];
    }

    /// <summary>A function; numbers that the lists do not have are those of the operator of the same name.</summary>
    private static GateFunction Function(string name, Queue<float> alphas, Queue<float> betas)
    {
        if (!Enum.TryParse(name, ignoreCase: true, out GateFunctionKind kind) || !Enum.IsDefined(kind) || char.IsDigit(name[0]))
        {
            throw new NodeException($"activation '{name}' is not known");
        }

        int numbers = GateFunction.NumbersOf(kind);
        return new GateFunction(
            kind,
            numbers > 0 ? alphas.TryDequeue(out float alpha) ? alpha : UsualAlpha(kind) : 0,
            numbers > 1 ? betas.TryDequeue(out float beta) ? beta : UsualBeta(kind) : 0);
    }

    private static float UsualAlpha(GateFunctionKind kind) => kind switch
    {
        GateFunctionKind.LeakyRelu => 0.01f,
        GateFunctionKind.HardSigmoid => 0.2f,
        _ => 1,
    };

    private static float UsualBeta(GateFunctionKind kind) => kind switch
    {
        GateFunctionKind.HardSigmoid => 0.5f,
        GateFunctionKind.ScaledTanh => 1,
        _ => 0,
    };
}
