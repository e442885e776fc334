using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>Numbers that generated code keeps in read-only memory.</summary>
/// <param name="Name">Their property.</param>
/// <param name="ElementBytes">The bytes of a number.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Elements">The numbers, as they are written.</param>
internal sealed record PrintedConstant(string Name, int ElementBytes, int Count, string Elements)
{
    /// <summary>The constant that a property returns, or nothing where it returns something else.</summary>
    public static IEnumerable<PrintedConstant> Of(PropertyDeclarationSyntax property)
    {
        if (property is { ExpressionBody.Expression: CollectionExpressionSyntax list, Type: GenericNameSyntax { TypeArgumentList.Arguments: [PredefinedTypeSyntax element] } })
        {
            yield return new PrintedConstant(
                property.Identifier.Text, Bytes(element.Keyword.Text), list.Elements.Count, string.Join(',', list.Elements.Select(number => number.ToString())));
        }
    }

    private static int Bytes(string type) => type switch
    {
        "byte" or "sbyte" => sizeof(byte),
        "short" or "ushort" => sizeof(short),
        "int" or "uint" or "float" => sizeof(int),
        _ => throw new InvalidOperationException($"Constants of the type {type} have no size here."),
    };
}
