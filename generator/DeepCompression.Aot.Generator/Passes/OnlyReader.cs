using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Finds layers that may take in the one after them.</summary>
internal static class OnlyReader
{
    /// <summary>
    /// The index, among the layers that a pass has written so far, of the one that computes a value which a single layer reads and
    /// which is no output; −1 if there is none.
    /// </summary>
    public static int Producer(ModelPlan plan, List<Layer> written, int value)
    {
        bool hasOneReader = plan.Layers.Sum(layer => layer.Inputs.Count(input => input == value)) == 1;
        return hasOneReader && !plan.Outputs.Contains(value) ? written.FindIndex(layer => layer.Output == value) : -1;
    }
}
