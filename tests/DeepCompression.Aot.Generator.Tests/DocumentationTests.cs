using DeepCompression.Aot.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepCompression.Aot.Generator.Tests;

/// <summary>What an editor shows beside a generated class and its members.</summary>
public sealed class DocumentationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("streaming")]
    [InlineData("readonly")]
    public void Every_public_member_of_every_generated_class_and_each_of_its_parameters_is_documented(string? memory)
    {
        int members = 0;
        foreach (GeneratedSourceResult source in GoldenModels.Generate(memory).Result.GeneratedSources)
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(source.SourceText, GeneratorRun.ParseOptions).GetRoot();
            foreach (MemberDeclarationSyntax member in root.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsShown))
            {
                AssertDocumented(source.HintName, member);
                members++;
            }
        }

        // Two lengths, two shapes, Run and more, for every golden model.
        Assert.True(members > 8 * GoldenModel.All.Count, $"{members}");
    }

    private static bool IsShown(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword)
        && member.Ancestors().OfType<TypeDeclarationSyntax>().All(type => type.Modifiers.Any(SyntaxKind.PublicKeyword) || type.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static void AssertDocumented(string file, MemberDeclarationSyntax member)
    {
        string place = $"{file}: {member.ToString().Split('\n')[0]}";
        DocumentationCommentTriviaSyntax? comment = member.GetLeadingTrivia().Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>().LastOrDefault();
        Assert.True(comment is not null, place);
        XmlElementSyntax[] elements = [.. comment.Content.OfType<XmlElementSyntax>()];
        Assert.True(elements.Any(element => Name(element) == "summary" && element.Content.ToString().Trim().Length > 3), place);
        if (member is BaseMethodDeclarationSyntax method)
        {
            Assert.Equal(
                (place, string.Join(' ', method.ParameterList.Parameters.Select(parameter => parameter.Identifier.Text))),
                (place, string.Join(' ', elements.Where(element => Name(element) == "param").Select(element => element.StartTag.Attributes.OfType<XmlNameAttributeSyntax>().Single().Identifier.Identifier.Text))));
        }
    }

    private static string Name(XmlElementSyntax element) => element.StartTag.Name.LocalName.Text;
}
