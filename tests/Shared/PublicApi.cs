using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Tests;

/// <summary>Everything that a library shows, so that a change of it is seen. What editors hide is for generated code alone.</summary>
internal static class PublicApi
{
    private const BindingFlags Visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Requires that a library shows what <c>PublicApi.verified.txt</c> in the folder of a test project says.</summary>
    public static void RequireOnRecord(Assembly library, string testProject)
    {
        string folder = Path.Combine(Repository.Root, "tests", testProject);
        string verified = Path.Combine(folder, "PublicApi.verified.txt");
        string received = Path.Combine(folder, "PublicApi.received.txt");
        string actual = string.Concat(library.GetExportedTypes()
            .OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Lines).Select(line => line + "\n"));
        File.Delete(received);
        if (!File.Exists(verified) || actual != File.ReadAllText(verified))
        {
            File.WriteAllText(received, actual);
            Assert.Fail($"{received} differs from {verified}. Compare them; if the change is meant, rename it.");
        }
    }

    private static IEnumerable<string> Lines(Type type)
    {
        bool hidden = type.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never;
        yield return $"{Kind(type)} {type.FullName}{(hidden ? ", hidden" : "")}";
        IEnumerable<string> members = type.GetMembers(Visible)
            .Where(member => IsVisible(member) && member.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Select(Text)
            .Order(StringComparer.Ordinal);
        foreach (string member in members)
        {
            yield return "    " + member;
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    /// <summary>Whether code outside the assembly sees a member; accessors are those of their property.</summary>
    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => IsVisible(method) && (!method.IsSpecialName || method.IsConstructor || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => member is not Type { IsNestedPublic: false },
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Text(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{(property.GetAccessors(nonPublic: true)[0].IsStatic ? "static " : "")}{property} {{ {string.Join(" ", property.GetAccessors().Select(accessor => accessor.Name[..3]))} }}",
        FieldInfo { IsLiteral: true } constant => $"const {constant} = {constant.GetRawConstantValue()}",
        MethodInfo { IsStatic: true } method => $"static {method}",
        _ => $"{member}",
    };
}
