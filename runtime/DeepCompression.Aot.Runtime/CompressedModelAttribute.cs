namespace DeepCompression.Aot;

/// <summary>
/// Asks for a static partial class to be completed with the code of a compressed network: its weights, its loops and its
/// <c>Run</c> methods.
/// </summary>
/// <remarks>
/// The artifact must be an item of the project: <c>&lt;CompressedModel Include="models/digits.dcz" /&gt;</c>. The name given here is
/// matched first with the items' paths as written in the project ('/' and '\' are the same), then with their file names; a file
/// name that several items share is ambiguous and is reported, as is a name that no item has. An item's <c>Link</c>, where it has
/// one, stands for its path.
/// </remarks>
/// <param name="artifact">The path of the artifact as the project names it, or its file name: <c>"digits.dcz"</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CompressedModelAttribute(string artifact) : Attribute
{
    /// <summary>The path or file name of the artifact.</summary>
    public string Artifact { get; } = artifact;
}
