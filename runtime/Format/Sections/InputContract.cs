namespace DeepCompression.Aot.Format;

/// <summary>The order of an input's elements.</summary>
internal enum InputLayout : byte
{
    /// <summary>A plain vector, or unspecified.</summary>
    Flat = 0,

    /// <summary>Channels, then rows, then columns.</summary>
    ChannelsFirst = 1,

    /// <summary>Rows, then columns, then channels.</summary>
    ChannelsLast = 2,
}

/// <summary>What one input expects: the order of its elements and how raw data becomes them, raw · scale + offset.</summary>
/// <param name="Layout">The order of the elements.</param>
/// <param name="Scales">One factor for all channels, or one for each.</param>
/// <param name="Offsets">As many offsets as factors.</param>
internal sealed record InputNormalisation(InputLayout Layout, EquatableArray<float> Scales, EquatableArray<float> Offsets);

/// <summary>What a network expects of its inputs and what its outputs mean.</summary>
/// <param name="Inputs">One entry for each input of the graph.</param>
/// <param name="Labels">The names of the classes of the first output, or none.</param>
internal sealed record InputContract(EquatableArray<InputNormalisation> Inputs, EquatableArray<string> Labels);
