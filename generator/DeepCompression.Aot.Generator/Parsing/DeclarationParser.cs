using DeepCompression.Aot.Generator.Diagnostics;
using DeepCompression.Aot.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepCompression.Aot.Generator.Parsing;

/// <summary>From a class with the attribute to what generating code for it needs.</summary>
internal static class DeclarationParser
{
    /// <summary>The attribute's full name.</summary>
    public const string AttributeName = "DeepCompression.Aot.CompressedModelAttribute";

    /// <summary>Any class; the attribute itself allows nothing else.</summary>
    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellation) => node is ClassDeclarationSyntax;

    public static Declaration Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var syntax = (ClassDeclarationSyntax)context.TargetNode;
        AttributeData attribute = context.Attributes[0];
        string artifact = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty;
        INamespaceSymbol space = context.TargetSymbol.ContainingNamespace;
        var modelClass = new ModelClass(
            space.IsGlobalNamespace ? string.Empty : space.ToDisplayString(QualifiedName),
            new([.. Containers(syntax).Select(Header)]),
            syntax.Identifier.Text,
            ModelFileReader.NormalizeSeparators(artifact));
        return new Declaration(
            modelClass,
            FindProblem(syntax),
            SourceSpan.Of(syntax.Identifier.GetLocation()),
            SourceSpan.Of(ArgumentLocation(attribute, syntax, cancellation)));
    }

    private static readonly SymbolDisplayFormat QualifiedName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static IEnumerable<TypeDeclarationSyntax> Containers(ClassDeclarationSyntax syntax) =>
        syntax.Ancestors().OfType<TypeDeclarationSyntax>().Reverse();

    /// <summary>The declaration as a further part repeats it: <c>partial record struct Outer</c>.</summary>
    private static string Header(TypeDeclarationSyntax type)
    {
        string kind = type is RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.None } record
            ? $"record {record.ClassOrStructKeyword.Text}"
            : type.Keyword.Text;
        return $"partial {kind} {type.Identifier.Text}";
    }

    private static Problem? FindProblem(ClassDeclarationSyntax syntax)
    {
        string name = syntax.Identifier.Text;
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return new Problem(Descriptors.ClassNotPartial.Id, name);
        }

        if (!syntax.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            return new Problem(Descriptors.ClassNotStatic.Id, name);
        }

        string? obstacle = OwnObstacle(syntax) ?? Containers(syntax).Select(ContainerObstacle).FirstOrDefault(found => found is not null);
        return obstacle is null ? null : new Problem(Descriptors.UnsupportedClass.Id, name, obstacle);
    }

    private static string? OwnObstacle(ClassDeclarationSyntax syntax)
    {
        if (syntax.TypeParameterList is not null)
        {
            return "it is generic, and a network has no type parameters; remove them";
        }

        return syntax.Modifiers.Any(SyntaxKind.FileKeyword)
            ? "it is local to its file, so that no other file can add to it; remove 'file'"
            : null;
    }

    private static string? ContainerObstacle(TypeDeclarationSyntax container)
    {
        if (container.TypeParameterList is not null)
        {
            return $"'{container.Identifier.Text}' around it is generic; move it out";
        }

        return container.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? null
            : $"'{container.Identifier.Text}' around it is not partial; declare that partial, or move it out";
    }

    private static Location ArgumentLocation(AttributeData attribute, ClassDeclarationSyntax syntax, CancellationToken cancellation)
    {
        SyntaxNode? application = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation);
        return application switch
        {
            AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].GetLocation(),
            not null => application.GetLocation(),
            null => syntax.Identifier.GetLocation(),
        };
    }
}
