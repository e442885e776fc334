using DeepCompression.Aot.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Diagnostics;

/// <summary>Every diagnostic of the generator. Ids from DC0100 on belong to the build task.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NoSuchArtifact = Error(
        "DC0001",
        "No such artifact",
        "No CompressedModel item is named '{0}'; {1}",
        "The argument of the attribute is compared with the Include of every CompressedModel item, then with their file names. Add an item to the project file, or write the name of one that it has.");

    public static readonly DiagnosticDescriptor CorruptArtifact = Error(
        "DC0002",
        "Corrupt artifact",
        "The artifact '{0}' cannot be used: {1}",
        "Every length, table and checksum of an artifact is verified before any code is generated. Copy the file again from where it came from, or write it again with deepc.");

    public static readonly DiagnosticDescriptor UnsupportedVersion = Error(
        "DC0003",
        "Unsupported artifact version",
        "The artifact '{0}' cannot be used: {1}",
        "A version of this package reads one version of the format. Write the artifact again with the deepc of the same version, or reference the package of the artifact's.");

    public static readonly DiagnosticDescriptor ClassNotPartial = Error(
        "DC0004",
        "Class must be partial",
        "'{0}' must be declared 'static partial class', so that its model can be generated into it: 'partial' is missing",
        "The network is generated into a second part of the class. Add the modifier 'partial'.");

    public static readonly DiagnosticDescriptor ClassNotStatic = Error(
        "DC0005",
        "Class must be static",
        "'{0}' must be declared 'static partial class', since a model has no instances: 'static' is missing",
        "A network has no state of its own but its weights, which are the same for all callers. Add the modifier 'static'.");

    public static readonly DiagnosticDescriptor AmbiguousArtifact = Error(
        "DC0006",
        "Ambiguous artifact name",
        "Several CompressedModel items have the file name '{0}': {1}; name one by its whole path",
        "A file name alone is enough where one item has it. Write the path as the item has it, or give the items different names by the metadata Link.");

    public static readonly DiagnosticDescriptor UnsupportedClass = Error(
        "DC0007",
        "Class cannot be completed",
        "'{0}' cannot be completed: {1}",
        "Generated code completes a class that any code can name: not generic, not local to its file, and in no type that is. Move the class.");

    public static readonly DiagnosticDescriptor UnsupportedNetwork = Error(
        "DC0008",
        "Unsupported network",
        "The network of '{0}' is beyond what this version generates code for: {1}",
        "Sizes that the generated code and its workspace can address are limited. Compress a smaller network, or divide it into several artifacts.");

    public static readonly DiagnosticDescriptor UnreadableText = Error(
        "DC0009",
        "Unreadable model text",
        "The text that the build made of the artifact '{0}' cannot be read: {1}; clean and build the project again",
        "The build writes a text file for each artifact under obj, which was cut short, edited or made by another version of the package. Clean and build again.");

    public static readonly DiagnosticDescriptor UnknownArithmetic = Error(
        "DC0010",
        "Unknown arithmetic",
        "The CompressedModel item '{0}' has the Arithmetic '{1}', which there is not; write float32, the default, int14 or int8",
        "The metadata Arithmetic of a CompressedModel item says with what numbers fully connected layers compute.");

    public static readonly DiagnosticDescriptor InvalidBatch = Error(
        "DC0011",
        "Invalid batch",
        "The CompressedModel item '{0}' has the Batch '{1}', which is none; write 1, the default, or a multiple of 16 up to 1,024",
        "The metadata Batch of a CompressedModel item says how many samples a run takes; kernels of batches compute 16 at a time.");

    public static readonly DiagnosticDescriptor UnknownMemory = Error(
        "DC0012",
        "Unknown memory",
        "The CompressedModel item '{0}' has the Memory '{1}', which there is not; write unpacked, the default, streaming, readonly or readonly-avx512",
        "The metadata Memory of a CompressedModel item says where weights are: unpacked once at start, decoded in every inference, or laid out when the project is built.");

    public static readonly DiagnosticDescriptor InvalidThreads = Error(
        "DC0013",
        "Invalid number of threads",
        "The CompressedModel item '{0}' has the Threads '{1}', which a run cannot take; write 1, the default, or 2",
        "The metadata Threads of a CompressedModel item says how many threads share large fully connected layers.");

    public static readonly DiagnosticDescriptor UnknownPlatform = Error(
        "DC0040",
        "Unknown platform",
        "The CompressedModel item '{0}' has the Platform '{1}', which there is not; write dotnet, the default, or freestanding",
        "The metadata Platform of a CompressedModel item says whether the code is for .NET, or for microcontrollers without it.");

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new[]
    {
        NoSuchArtifact, CorruptArtifact, UnsupportedVersion, ClassNotPartial, ClassNotStatic, AmbiguousArtifact,
        UnsupportedClass, UnsupportedNetwork, UnreadableText, UnknownArithmetic, InvalidBatch,
        UnknownMemory, InvalidThreads,
        UnknownPlatform,
    }.ToDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<DiagnosticDescriptor> All => ById.Values;

    public static Diagnostic Create(LocatedProblem located) =>
        Diagnostic.Create(ById[located.Problem.Id], located.Place.ToLocation(), [.. located.Problem.Arguments]);

    /// <param name="id">The id.</param>
    /// <param name="title">What is wrong, in a few words.</param>
    /// <param name="message">What is wrong here, and the remedy; a composite format string.</param>
    /// <param name="description">What the rule is there for and what to do, for who asks the editor for help.</param>
    private static DiagnosticDescriptor Error(string id, string title, string message, string description) =>
        new(id, title, message, "DeepCompression.Aot", DiagnosticSeverity.Error, isEnabledByDefault: true, description);
}
