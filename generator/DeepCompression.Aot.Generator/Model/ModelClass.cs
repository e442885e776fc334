using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A class that asks for a model.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Containers">The declarations around it, such as <c>partial class Outer</c>, outermost first.</param>
/// <param name="Name">Its name.</param>
/// <param name="Artifact">The artifact its attribute names, with '/' between folders.</param>
internal sealed record ModelClass(string Namespace, EquatableArray<string> Containers, string Name, string Artifact)
{
    /// <summary>A file name for the generated source, unique among the classes of a compilation.</summary>
    public string HintName
    {
        get
        {
            IEnumerable<string> containers = Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1));
            string path = string.Join(".", new[] { Namespace }.Concat(containers).Concat([Name]).Where(part => part.Length > 0));

            // A verbatim identifier (@class) may not stand in a hint name.
            return path.Replace("@", string.Empty);
        }
    }
}
