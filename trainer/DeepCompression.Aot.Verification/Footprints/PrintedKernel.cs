using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepCompression.Aot.Verification.Footprints;

/// <summary>A call of one of the runtime's kernels in generated code.</summary>
/// <param name="Name">
/// Its type and method, with the type arguments that are the runtime's own and the layout of the weights that it reads:
/// <c>RowProduct.Apply&lt;FloatNumbers&gt;(PackedRows)</c>. Of a shape, only pooling changes what code there is.
/// </param>
/// <param name="Shape">The network's type for whose shape it is compiled; null where one code does for all.</param>
internal sealed record PrintedKernel(string Name, string? Shape)
{
    private const string Runtime = "Runtime";
    private const string Rows = "Rows";

    /// <summary>The kernels that a layer's method calls.</summary>
    /// <param name="method">The method.</param>
    /// <param name="layout">The type of the layer's weights; null where it has none.</param>
    /// <param name="shapes">The network's types for shapes, and whether those pool.</param>
    public static IReadOnlyList<PrintedKernel> Calls(MethodDeclarationSyntax method, string? layout, IReadOnlyDictionary<string, bool> shapes) =>
    [
        .. method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is MemberAccessExpressionSyntax { Expression: AliasQualifiedNameSyntax { Alias.Identifier.Text: Runtime } })
            .Select(call => Of(call, layout, shapes)),
    ];

    /// <summary>The name of a type of the runtime's, without its arguments; null for any other.</summary>
    public static string? RuntimeType(TypeSyntax type) => type is AliasQualifiedNameSyntax { Alias.Identifier.Text: Runtime } own ? own.Name.Identifier.Text : null;

    private static PrintedKernel Of(InvocationExpressionSyntax call, string? layout, IReadOnlyDictionary<string, bool> shapes)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        TypeSyntax[] types = access.Name is GenericNameSyntax generic ? [.. generic.TypeArgumentList.Arguments] : [];
        string[] own = [.. types.Select(RuntimeType).OfType<string>()];
        string? shape = types.Select(type => type.ToString()).FirstOrDefault(shapes.ContainsKey);
        bool readsRows = call.ArgumentList.Arguments.Any(argument => argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: Rows });
        string name = $"{RuntimeType((TypeSyntax)access.Expression)}.{access.Name.Identifier.Text}"
            + (own.Length == 0 ? "" : $"<{string.Join(',', own)}>")
            + (readsRows ? $"({layout})" : "")
            + (shape is not null && shapes[shape] ? " with pooling" : "");
        return new PrintedKernel(name, shape);
    }
}
