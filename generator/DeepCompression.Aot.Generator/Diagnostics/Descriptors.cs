using DeepCompression.Aot.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator.Diagnostics;

/// <summary>Every diagnostic of the generator. Ids from DC0100 on belong to the build task.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NoSuchArtifact = Error(
        "DC0001",
        "No such artifact",
        "No CompressedModel item is named '{0}'; {1}");

    public static readonly DiagnosticDescriptor CorruptArtifact = Error(
        "DC0002",
        "Corrupt artifact",
        "The artifact '{0}' cannot be used: {1}");

    public static readonly DiagnosticDescriptor UnsupportedVersion = Error(
        "DC0003",
        "Unsupported artifact version",
        "The artifact '{0}' cannot be used: {1}");

    public static readonly DiagnosticDescriptor ClassNotPartial = Error(
        "DC0004",
        "Class must be partial",
        "'{0}' must be declared 'static partial class', so that its model can be generated into it: 'partial' is missing");

    public static readonly DiagnosticDescriptor ClassNotStatic = Error(
        "DC0005",
        "Class must be static",
        "'{0}' must be declared 'static partial class', since a model has no instances: 'static' is missing");

    public static readonly DiagnosticDescriptor AmbiguousArtifact = Error(
        "DC0006",
        "Ambiguous artifact name",
        "Several CompressedModel items have the file name '{0}': {1}; name one by its whole path");

    public static readonly DiagnosticDescriptor UnsupportedClass = Error(
        "DC0007",
        "Class cannot be completed",
        "'{0}' cannot be completed: {1}");

    public static readonly DiagnosticDescriptor UnsupportedNetwork = Error(
        "DC0008",
        "Unsupported network",
        "The network of '{0}' is beyond what this version generates code for: {1}");

    public static readonly DiagnosticDescriptor UnreadableText = Error(
        "DC0009",
        "Unreadable model text",
        "The text that the build made of the artifact '{0}' cannot be read: {1}; clean and build the project again");

    public static readonly DiagnosticDescriptor UnknownArithmetic = Error(
        "DC0010",
        "Unknown arithmetic",
        "The CompressedModel item '{0}' has the Arithmetic '{1}', which there is not; write float32, the default, int14 or int8");

    public static readonly DiagnosticDescriptor InvalidBatch = Error(
        "DC0011",
        "Invalid batch",
        "The CompressedModel item '{0}' has the Batch '{1}', which is none; write 1, the default, or a multiple of 16 up to 1,024");

    public static readonly DiagnosticDescriptor UnknownMemory = Error(
        "DC0012",
        "Unknown memory",
        "The CompressedModel item '{0}' has the Memory '{1}', which there is not; write unpacked, the default, streaming, readonly or readonly-avx512");

    public static readonly DiagnosticDescriptor InvalidThreads = Error(
        "DC0013",
        "Invalid number of threads",
        "The CompressedModel item '{0}' has the Threads '{1}', which a run cannot take; write 1, the default, or 2");

    public static readonly DiagnosticDescriptor UnknownPlatform = Error(
        "DC0040",
        "Unknown platform",
        "The CompressedModel item '{0}' has the Platform '{1}', which there is not; write dotnet, the default, or freestanding");

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new[]
    {
        NoSuchArtifact, CorruptArtifact, UnsupportedVersion, ClassNotPartial, ClassNotStatic, AmbiguousArtifact,
        UnsupportedClass, UnsupportedNetwork, UnreadableText, UnknownArithmetic, InvalidBatch,
        UnknownMemory, InvalidThreads,
        UnknownPlatform,
    }.ToDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);

    public static Diagnostic Create(LocatedProblem located) =>
        Diagnostic.Create(ById[located.Problem.Id], located.Place.ToLocation(), [.. located.Problem.Arguments]);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "DeepCompression.Aot", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
