using DeepCompression.Aot.Verification.Generating;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>What the generator writes for microcontrollers, taken apart.</summary>
/// <param name="Layers">The layers, in the order in which they run.</param>
/// <param name="Header">The header for C.</param>
internal sealed record FreestandingCode(IReadOnlyList<LayerCode> Layers, CHeader Header)
{
    private const string ClassName = "Network";
    private const string ConstantsSuffix = "Weights";

    /// <summary>Generates the code of an artifact.</summary>
    /// <param name="name">The artifact's file name.</param>
    /// <param name="artifact">Its bytes.</param>
    /// <param name="arithmetic">What it computes with, as projects write it.</param>
    /// <param name="memory">How its weights are stored, as projects write it.</param>
    /// <param name="cancellation">Ends the generator's work.</param>
    /// <exception cref="GenerationException">The generator refuses it.</exception>
    public static FreestandingCode Of(string name, byte[] artifact, string arithmetic, string memory, CancellationToken cancellation)
    {
        string literal = SymbolDisplay.FormatLiteral(name, quote: true);
        IReadOnlyDictionary<string, string> files = GeneratedModels.Sources(
            $"[DeepCompression.Aot.CompressedModel({literal})] static partial class {ClassName};",
            [ModelText.Of(name, artifact, arithmetic, memory: memory, platform: "freestanding")],
            cancellation);
        ClassDeclarationSyntax network = Class(files[$"{ClassName}.g.cs"]);
        Dictionary<string, PropertyDeclarationSyntax[]> constants = Class(files[$"{ClassName}.Weights.g.cs"]).Members.OfType<ClassDeclarationSyntax>()
            .ToDictionary(nested => nested.Identifier.Text, nested => nested.Members.OfType<PropertyDeclarationSyntax>().ToArray());
        Dictionary<string, bool> shapes = network.Members.OfType<StructDeclarationSyntax>().ToDictionary(shape => shape.Identifier.Text, Pools);
        return new FreestandingCode(
            [.. LayerMethods(network).Select(layer => Layer(layer.Name, layer.Method, constants.GetValueOrDefault(layer.Name + ConstantsSuffix, []), shapes))],
            CHeader.Parse(files[$"{ClassName}.Header.g.cs"]));
    }

    private static LayerCode Layer(string name, MethodDeclarationSyntax method, PropertyDeclarationSyntax[] constants, Dictionary<string, bool> shapes)
    {
        string? layout = constants.Where(property => property.Identifier.Text == "Rows").Select(property => PrintedKernel.RuntimeType(property.Type)).FirstOrDefault();
        return new LayerCode(name, PrintedKernel.Calls(method, layout, shapes), [.. constants.SelectMany(PrintedConstant.Of)]);
    }

    private static ClassDeclarationSyntax Class(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        .OfType<ClassDeclarationSyntax>().Single(type => type.Identifier.Text == ClassName);

    private static bool Pools(StructDeclarationSyntax shape) => shape.Members.OfType<PropertyDeclarationSyntax>()
        .Any(property => property is { Identifier.Text: "Pools", ExpressionBody.Expression.RawKind: (int)SyntaxKind.TrueLiteralExpression });

    /// <summary>The methods that the form of Run with pointers calls, in order.</summary>
    private static IEnumerable<(string Name, MethodDeclarationSyntax Method)> LayerMethods(ClassDeclarationSyntax network)
    {
        MethodDeclarationSyntax[] methods = [.. network.Members.OfType<MethodDeclarationSyntax>()];
        MethodDeclarationSyntax run = methods.Single(method => method.Identifier.Text == "Run" && method.ParameterList.Parameters.All(parameter => parameter.Type is PointerTypeSyntax));
        return run.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => call.Expression).OfType<IdentifierNameSyntax>()
            .Select(called => (called.Identifier.Text, methods.Single(method => method.Identifier.Text == called.Identifier.Text)));
    }
}

/// <summary>A layer in generated code.</summary>
/// <param name="Name">Its method.</param>
/// <param name="Kernels">The functions of the runtime that it calls.</param>
/// <param name="Constants">Its weights and tables.</param>
internal sealed record LayerCode(string Name, IReadOnlyList<PrintedKernel> Kernels, IReadOnlyList<PrintedConstant> Constants);
