using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>What is wrong, apart from where: the id of a descriptor and the arguments of its message.</summary>
internal sealed record Problem(string Id, EquatableArray<string> Arguments)
{
    public Problem(string id, params string[] arguments)
        : this(id, new EquatableArray<string>(arguments))
    {
    }
}
