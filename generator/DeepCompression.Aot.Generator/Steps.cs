namespace DeepCompression.Aot.Generator;

/// <summary>The names of the pipeline's steps, by which tests ask why a step ran.</summary>
internal static class Steps
{
    /// <summary>The text files that the build made of artifacts.</summary>
    public const string Files = nameof(Files);

    /// <summary>The verified artifacts in them.</summary>
    public const string Artifacts = nameof(Artifacts);

    /// <summary>Classes with the attribute, and where they stand.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>Those that can be completed, without places.</summary>
    public const string Classes = nameof(Classes);

    /// <summary>The plan of each class that has a usable artifact.</summary>
    public const string Plans = nameof(Plans);

    /// <summary>What is wrong with each other class.</summary>
    public const string Problems = nameof(Problems);
}
