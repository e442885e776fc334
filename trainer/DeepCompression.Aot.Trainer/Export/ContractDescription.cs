using System.Text.Json;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>The input contract as JSON shows it: in ONNX metadata and in the command line's reports.</summary>
/// <param name="Inputs">One entry for each input.</param>
/// <param name="Labels">The names of the classes, or none.</param>
internal sealed record ContractDescription(IReadOnlyList<InputDescription> Inputs, IReadOnlyList<string> Labels)
{
    /// <summary>The contract of an artifact, or null where it has none.</summary>
    public static ContractDescription? Of(Artifact artifact) => artifact.InputContract is not { } contract
        ? null
        : new([.. contract.Inputs.Select(InputDescription.Of)], [.. contract.Labels]);
}

/// <summary>What one input expects: element = raw · scale + offset, with one scale or one for each channel.</summary>
internal sealed record InputDescription(string Layout, IReadOnlyList<float> Scales, IReadOnlyList<float> Offsets)
{
    public static InputDescription Of(InputNormalisation input) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(input.Layout.ToString()), [.. input.Scales], [.. input.Offsets]);
}
