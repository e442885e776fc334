using System.Text;
using DeepCompression.Aot;

namespace DigitsSample;

/// <summary>What a generated class says about its model.</summary>
internal sealed record ModelCard(
    string Artifact,
    int ArtifactBytes,
    long ParameterCount,
    long StoredParameterCount,
    IReadOnlyList<LayerSummary> Layers,
    IReadOnlyList<KeyValuePair<string, string>> Provenance)
{
    /// <summary>The card as lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        double ratio = (double)ParameterCount * sizeof(float) / ArtifactBytes;
        text.Append($"{Artifact}: {ArtifactBytes} bytes, {ratio:F1} times smaller than the {ParameterCount} parameters of its dense network\n");
        foreach ((string key, string value) in Provenance)
        {
            text.Append($"  {key}: {value}\n");
        }

        text.Append($"Layers, of whose parameters {StoredParameterCount} are stored:\n");
        foreach (LayerSummary layer in Layers)
        {
            AppendLayer(text, layer);
        }

        return text.ToString();
    }

    private static void AppendLayer(StringBuilder text, LayerSummary layer)
    {
        text.Append($"  {layer.Name,-10} {layer.Description}");
        if (layer.WeightCount > 0)
        {
            text.Append($"; {100.0 * layer.Nnz / layer.WeightCount:F1} % of {layer.WeightCount} weights");
        }

        text.Append($"; kernel: {layer.Kernel}\n");
    }
}
