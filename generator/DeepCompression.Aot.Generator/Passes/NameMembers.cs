using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Names layers, inputs and outputs. A layer is called after its weight ("fc1.weight" becomes Fc1), without a name after its kind
/// and ordinal; no two members of the class get one name.
/// </summary>
internal static class NameMembers
{
    /// <summary>Members of the class that are there whatever the network is, and those that every class has.</summary>
    private static readonly string[] FixedMembers =
    [
        "Run", "RunFromC", "Load", "Normalize", "Labels", "LabelTexts", "Texts", "Layers", "Provenance", "WorkspaceLength", "ArtifactName", "ArtifactBytes",
        "ParameterCount", "StoredParameterCount",
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    ];

    /// <summary>Types and parameters that the generated code names; a member of that name would hide them.</summary>
    private static readonly string[] NamesInUse =
    [
        "GC", "IReadOnlyList", "KeyValuePair", "Math", "MemoryMarshal", "ReadOnlySpan", "Span", "Unsafe",
        "Vector128", "Vector256", "Vector512", "Raw", "Workspace",
    ];

    private static readonly string[] ValueSuffixes = [string.Empty, "Length", "Shape"];

    public static ModelPlan Run(ModelPlan plan, string className)
    {
        var taken = new HashSet<string>(FixedMembers.Concat(NamesInUse), StringComparer.Ordinal) { className.TrimStart('@') };
        GraphNames names = plan.Source.Artifact.Names;
        string[] inputs = NameValues("Input", Enumerable.Range(0, plan.InputCount).Select(names.OfValue), taken);
        string[] outputs = NameValues("Output", plan.Source.Artifact.Graph.Outputs.Select(names.OfValue), taken);
        var ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            layers.Add(layer with { Name = Free(WantedName(layer, ordinals), Members(layer), taken) });
        }

        return plan with { Layers = new([.. layers]), InputNames = new(inputs), OutputNames = new(outputs) };
    }

    /// <summary>A single input is called Input; of several, each has its own name or its number.</summary>
    private static string[] NameValues(string kind, IEnumerable<string?> names, HashSet<string> taken)
    {
        string?[] given = [.. names];
        if (given.Length == 1)
        {
            return [Free(kind, ValueSuffixes, taken)];
        }

        return [.. given.Select((name, i) => Free(Usable(name) ?? $"{kind}{i + 1}", ValueSuffixes, taken))];
    }

    private static string WantedName(Layer layer, Dictionary<string, int> ordinals)
    {
        ordinals.TryGetValue(layer.DefaultName, out int before);
        ordinals[layer.DefaultName] = before + 1;
        string? parameter = (layer as WeightLayer)?.Weight.Name;
        return Usable(WithoutLastPart(parameter)) ?? $"{layer.DefaultName}{before + 1}";
    }

    /// <summary>What every member of the layer is called after the layer's own name.</summary>
    private static IEnumerable<string> Members(Layer layer)
    {
        IEnumerable<Kernel> kernels = layer is WeightLayer weights ? weights.Kernels : [];
        return new[] { string.Empty, "Weights", (layer as WeightLayer)?.PartSuffix ?? string.Empty }
            .Concat(kernels.Select(kernel => kernel.Suffix))
            .Concat(kernels.Select(kernel => kernel.ConstantsSuffix).OfType<string>())
            .Concat(kernels.Select(kernel => kernel.Layout?.Suffix).OfType<string>())
            .Distinct();
    }

    /// <summary>The name, numbered if need be, with which none of its members has a name that is taken; takes them all.</summary>
    private static string Free(string wanted, IEnumerable<string> suffixes, HashSet<string> taken)
    {
        string name = wanted;
        for (int number = 2; suffixes.Any(suffix => taken.Contains(name + suffix)); number++)
        {
            name = $"{wanted}_{number}";
        }

        taken.UnionWith(suffixes.Select(suffix => name + suffix));
        return name;
    }

    private static string? WithoutLastPart(string? name) =>
        name is not null && name.LastIndexOf('.') is int dot and > 0 ? name.Substring(0, dot) : name;

    private static string? Usable(string? name) =>
        name is not null && Identifiers.Pascal(name) is { Length: > 0 } identifier && !char.IsDigit(identifier[0]) ? identifier : null;
}
