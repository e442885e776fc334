using System.Globalization;

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
internal sealed record InputNormalisation(InputLayout Layout, EquatableArray<float> Scales, EquatableArray<float> Offsets)
{
    /// <summary>The bits that hold a layout.</summary>
    public const int LayoutBits = 2;

    /// <summary>Bytes become numbers from 0 to 1: raw ÷ 255, which is written as a flag.</summary>
    public static InputNormalisation UnitRange(InputLayout layout) => new(layout, new([1f / 255f]), new([0f]));
}

/// <summary>What a network expects of its inputs and what its outputs mean.</summary>
/// <param name="Inputs">One entry for each input of the graph.</param>
/// <param name="Labels">The names of the classes of the first output, or none.</param>
internal sealed record InputContract(EquatableArray<InputNormalisation> Inputs, EquatableArray<string> Labels)
{
    /// <summary>The most classes whose labels are their numbers that are written as a flag: it must not cost much memory.</summary>
    public const int MaxNumbered = 100;

    /// <summary>The labels "0", "1" and so on.</summary>
    public static EquatableArray<string> NumberedLabels(int count)
    {
        var labels = new string[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i.ToString(CultureInfo.InvariantCulture);
        }

        return new(labels);
    }
}
