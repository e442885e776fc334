using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A class that asks for a model.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Containers">The declarations around it, such as <c>partial class Outer</c>, outermost first.</param>
/// <param name="Name">Its name.</param>
/// <param name="Artifact">The artifact its attribute names, with '/' between folders.</param>
internal sealed record ModelClass(string Namespace, EquatableArray<string> Containers, string Name, string Artifact)
{
    /// <summary>What its generated files are called; empty until it is known not to be the name of another class's files.</summary>
    public string HintName { get; init; } = string.Empty;

    /// <summary>The name with namespace and containers.</summary>
    public string FullName
    {
        get
        {
            IEnumerable<string> containers = Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1));
            return string.Join(".", new[] { Namespace }.Concat(containers).Append(Name).Where(part => part.Length > 0));
        }
    }
}
