using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace DeepCompression.Aot.Mutants;

/// <summary>Runs the codec's tests in this process, up to the first one that fails.</summary>
/// <remarks>One error takes a second or two this way, most of them the compiler's; a test host of its own would take ten.</remarks>
internal static class TestRun
{
    /// <summary>The tests, by assembly and namespace; those first that find most errors.</summary>
    private static readonly (string Assembly, string Namespace)[] Groups =
    [
        ("DeepCompression.Aot.Runtime.Tests", "DeepCompression.Aot.Tests.Format"),
        ("DeepCompression.Aot.Runtime.Tests", "DeepCompression.Aot.Runtime.Tests.Decoding"),
        ("DeepCompression.Aot.Trainer.Tests", "DeepCompression.Aot.Trainer.Tests.Coding"),
    ];

    /// <summary>The first test that fails; null if none does.</summary>
    public static string? FirstFailure() => (
        from @group in Groups
        from type in Assembly.Load(@group.Assembly).GetTypes()
        where type.Namespace == @group.Namespace && !type.IsAbstract
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is { Skip: null } && !IsSlow(method)
        where !Passes(type, method)
        select $"{type.Name}.{method.Name}").FirstOrDefault();

    private static bool IsSlow(MethodInfo method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType == typeof(TraitAttribute) && (string?)attribute.ConstructorArguments[1].Value == "Slow");

    private static bool Passes(Type type, MethodInfo method)
    {
        if (method.GetCustomAttribute<TheoryAttribute>() is null)
        {
            return Passes(type, method, []);
        }

        return method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).All(arguments => Passes(type, method, arguments));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a test throws, it has failed.")]
    private static bool Passes(Type type, MethodInfo method, object[] arguments)
    {
        object? test = null;
        try
        {
            test = Activator.CreateInstance(type);
            object[] converted = Reflector.ConvertArguments(method.ResolveMethodArguments(arguments), [.. method.GetParameters().Select(parameter => parameter.ParameterType)]);
            (method.Invoke(test, converted) as Task)?.GetAwaiter().GetResult();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
        finally
        {
            (test as IDisposable)?.Dispose();
        }
    }
}
