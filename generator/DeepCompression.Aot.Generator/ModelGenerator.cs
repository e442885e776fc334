using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Emit;
using DeepCompression.Aot.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace DeepCompression.Aot.Generator;

/// <summary>
/// Completes each class with <c>[CompressedModel]</c> with the code of the network in the artifact it names. Files and classes are
/// parsed apart; source and diagnostics are separate outputs, so that moving a class in its file regenerates nothing.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, cancellation) => ModelFileReader.Read(pair.Left, pair.Right, cancellation))
            .Where(file => file is not null)
            .WithTrackingName(Steps.Files);
        var artifacts = files
            .Select((file, _) => ArtifactParser.Parse(file!))
            .WithTrackingName(Steps.Artifacts)
            .Collect();
        var declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(DeclarationParser.AttributeName, DeclarationParser.IsCandidate, DeclarationParser.Parse)
            .WithTrackingName(Steps.Declarations);
        var classes = declarations
            .Where(declaration => declaration.Problem is null)
            .Select((declaration, _) => declaration.Class)
            .Collect()
            .SelectMany((all, _) => HintNames.Assign(all))
            .WithTrackingName(Steps.Classes);
        var plans = classes
            .Combine(artifacts)
            .Select((pair, _) => ClassPlanner.Plan(pair.Left, pair.Right))
            .Where(plan => plan is not null)
            .WithTrackingName(Steps.Plans);
        var problems = declarations
            .Combine(artifacts)
            .Select((pair, _) => ClassPlanner.FindProblem(pair.Left, pair.Right))
            .Where(problem => problem is not null)
            .WithTrackingName(Steps.Problems);

        context.RegisterSourceOutput(plans, (output, plan) => ModelEmitter.Emit(output, plan!));
        context.RegisterSourceOutput(problems, (output, problem) => output.ReportDiagnostic(Descriptors.Create(problem!)));
    }
}
