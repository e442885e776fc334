using System.Globalization;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Model;
using DeepCompression.Aot.Generator.Passes;
using Microsoft.CodeAnalysis.Text;

namespace DeepCompression.Aot.Generator.Parsing;

/// <summary>From the text form of an artifact to the verified artifact: a header line, then the file in base64.</summary>
internal static class ArtifactParser
{
    /// <summary>The first line of every text; the build task writes the same.</summary>
    public const string Header = "DeepCompression.Aot artifact v1";

    public static ModelArtifact Parse(ModelFile file) => new(file, ReadBytes(file)
        .Then(bytes => ReadArtifact(file, bytes))
        .Then(artifact => ReadArithmetic(file, artifact))
        .Then(artifact => ReadBatch(file, artifact))
        .Then(artifact => ReadMemory(file, artifact))
        .Then(artifact => ReadThreads(file, artifact))
        .Then(artifact => ReadPlatform(file, artifact))
        .Then(artifact => CheckLimits(file, artifact)));

    /// <summary>Refuses what no code can be generated for.</summary>
    public static Result<ParsedArtifact> CheckLimits(ModelFile file, ParsedArtifact artifact) => NetworkLimits.Problem(artifact) is { } problem
        ? Result<ParsedArtifact>.Failure(new Problem(Descriptors.UnsupportedNetwork.Id, file.ArtifactPath, problem))
        : Result<ParsedArtifact>.Success(artifact);

    private static Result<byte[]> ReadBytes(ModelFile file)
    {
        if (file.Text is not { Lines.Count: > 0 } text)
        {
            return Unreadable(file, "the compiler could not open it");
        }

        TextLine first = text.Lines[0];
        if (text.ToString(first.Span) != Header)
        {
            return Unreadable(file, $"its first line is not '{Header}'");
        }

        try
        {
            return Result<byte[]>.Success(Convert.FromBase64String(text.ToString(TextSpan.FromBounds(first.EndIncludingLineBreak, text.Length))));
        }
        catch (FormatException)
        {
            return Unreadable(file, "what follows its first line is not base64");
        }
    }

    private static Result<ParsedArtifact> ReadArtifact(ModelFile file, byte[] bytes)
    {
        try
        {
            return Result<ParsedArtifact>.Success(new ParsedArtifact(ArtifactReader.Read(bytes), bytes.Length, Payload.Checksum(bytes)) { Payload = file.Payload });
        }
        catch (ArtifactException exception)
        {
            string id = (exception.Fault == ArtifactFault.UnsupportedVersion ? Descriptors.UnsupportedVersion : Descriptors.CorruptArtifact).Id;
            return Result<ParsedArtifact>.Failure(new Problem(id, file.ArtifactPath, exception.Message));
        }
    }

    private static Result<ParsedArtifact> ReadArithmetic(ModelFile file, ParsedArtifact artifact) =>
        Arithmetics.Parse(file.Arithmetic) is { } arithmetic
            ? Result<ParsedArtifact>.Success(artifact with { Arithmetic = arithmetic })
            : Result<ParsedArtifact>.Failure(new Problem(Descriptors.UnknownArithmetic.Id, file.Name, file.Arithmetic));

    private static Result<ParsedArtifact> ReadBatch(ModelFile file, ParsedArtifact artifact)
    {
        if (file.Batch.Length == 0)
        {
            return Result<ParsedArtifact>.Success(artifact);
        }

        return int.TryParse(file.Batch, NumberStyles.None, CultureInfo.InvariantCulture, out int batch) && BatchSamples.CanRun(batch)
            ? Result<ParsedArtifact>.Success(artifact with { Batch = batch })
            : Result<ParsedArtifact>.Failure(new Problem(Descriptors.InvalidBatch.Id, file.Name, file.Batch));
    }

    private static Result<ParsedArtifact> ReadMemory(ModelFile file, ParsedArtifact artifact) =>
        WeightMemories.Parse(file.Memory) is { } memory
            ? Result<ParsedArtifact>.Success(artifact with { Memory = memory })
            : Result<ParsedArtifact>.Failure(new Problem(Descriptors.UnknownMemory.Id, file.Name, file.Memory));

    private static Result<ParsedArtifact> ReadThreads(ModelFile file, ParsedArtifact artifact) => file.Threads switch
    {
        "" or "1" => Result<ParsedArtifact>.Success(artifact),
        "2" => Result<ParsedArtifact>.Success(artifact with { TwoThreads = true }),
        _ => Result<ParsedArtifact>.Failure(new Problem(Descriptors.InvalidThreads.Id, file.Name, file.Threads)),
    };

    private static Result<ParsedArtifact> ReadPlatform(ModelFile file, ParsedArtifact artifact) => file.Platform.ToLowerInvariant() switch
    {
        "" or "dotnet" => Result<ParsedArtifact>.Success(artifact),
        "freestanding" => FreestandingLimits.Check(file, artifact with { Platform = TargetPlatform.Freestanding }),
        _ => Result<ParsedArtifact>.Failure(new Problem(Descriptors.UnknownPlatform.Id, file.Name, file.Platform)),
    };

    private static Result<byte[]> Unreadable(ModelFile file, string why) =>
        Result<byte[]>.Failure(new Problem(Descriptors.UnreadableText.Id, file.ArtifactPath, why));
}
