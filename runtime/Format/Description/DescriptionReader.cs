using System.Globalization;

namespace DeepCompression.Aot.Format;

/// <summary>Reads the optional parts that describe the network, each behind a flag: names, activation scales, input contract, provenance.</summary>
internal static class DescriptionReader
{
    private const string Nothing = "it says nothing; a part without content is left out";
    private const int ShortestText = 1;

    public static GraphNames ReadNames(ref BitReader reader, Graph graph)
    {
        if (!Begin(ref reader, "names"))
        {
            return GraphNames.None;
        }

        var names = new GraphNames(
            ReadNames(ref reader, graph.ValueCount),
            ReadNames(ref reader, graph.Parameters.Length));
        reader.Require(names.Values.Length + names.Parameters.Length > 0, Nothing);
        return names;
    }

    public static EquatableArray<ActivationScale> ReadActivationScales(ref BitReader reader, Graph graph)
    {
        if (!Begin(ref reader, "activation scales"))
        {
            return EquatableArray<ActivationScale>.Empty;
        }

        var scales = new ActivationScale[reader.ReadCount(33)];
        reader.Require(scales.Length > 0, Nothing);
        int previous = -1;
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = new(ReadAscending(ref reader, ref previous, graph.ValueCount), reader.ReadSingle());
            reader.Require(scales[i].Maximum > 0, "an activation's largest magnitude is not positive");
        }

        return new(scales);
    }

    public static InputContract? ReadInputContract(ref BitReader reader, Graph graph, EquatableArray<TensorShape> shapes)
    {
        if (!Begin(ref reader, "input contract"))
        {
            return null;
        }

        var inputs = new InputNormalisation[graph.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ReadNormalisation(ref reader, graph.Inputs[i]);
        }

        return new(new(inputs), ReadLabels(ref reader, shapes[graph.Outputs[0]]));
    }

    public static EquatableArray<ProvenanceEntry> ReadProvenance(ref BitReader reader)
    {
        if (!Begin(ref reader, "provenance"))
        {
            return EquatableArray<ProvenanceEntry>.Empty;
        }

        var entries = new ProvenanceEntry[reader.ReadCount(1 + ShortestText)];
        reader.Require(entries.Length > 0, Nothing);
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new(ReadKey(ref reader), reader.ReadText());
        }

        return new(entries);
    }

    private static bool Begin(ref BitReader reader, string part)
    {
        reader.Part = part;
        return reader.ReadFlag();
    }

    /// <summary>A known key by its number, or 0 and the text of any other.</summary>
    private static string ReadKey(ref BitReader reader)
    {
        EquatableArray<string> known = ProvenanceEntry.KnownKeys;
        int number = reader.ReadNumber();
        reader.Require(number <= known.Length, $"provenance key {number} is not known");
        if (number > 0)
        {
            return known[number - 1];
        }

        string key = reader.ReadText();
        reader.Require(known.AsSpan().IndexOf(key) < 0, $"the provenance key '{key}' is not written by its number");
        return key;
    }

    private static InputNormalisation ReadNormalisation(ref BitReader reader, TensorShape shape)
    {
        var layout = (InputLayout)reader.ReadBits(InputNormalisation.LayoutBits);
        reader.Require(layout <= InputLayout.ChannelsLast, $"input layout {(int)layout} is not known");
        reader.Require(layout == InputLayout.Flat || shape.Rank == 3, $"an input of {shape} has no channels to lay out");
        if (reader.ReadFlag())
        {
            return InputNormalisation.UnitRange(layout);
        }

        int channels = layout switch
        {
            InputLayout.ChannelsFirst => shape[0],
            InputLayout.ChannelsLast => shape[2],
            _ => 1,
        };
        int count = reader.ReadCount(64);
        reader.Require(count == 1 || count == channels, $"{count} normalisations for {channels} channels");
        var scales = new float[count];
        var offsets = new float[count];
        for (int i = 0; i < count; i++)
        {
            scales[i] = reader.ReadSingle();
            offsets[i] = reader.ReadSingle();
        }

        var normalisation = new InputNormalisation(layout, new(scales), new(offsets));
        reader.Require(normalisation != InputNormalisation.UnitRange(layout), "the unit range is not written as such");
        return normalisation;
    }

    private static EquatableArray<string> ReadLabels(ref BitReader reader, TensorShape output)
    {
        if (reader.ReadFlag())
        {
            reader.Require(output.ElementCount <= InputContract.MaxNumbered, $"an output of {output} has more classes than are numbered");
            return InputContract.NumberedLabels((int)output.ElementCount);
        }

        var labels = new string[reader.ReadCount(ShortestText)];
        bool numbered = labels.Length > 0 && labels.Length <= InputContract.MaxNumbered;
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadText();
            numbered &= labels[i] == i.ToString(CultureInfo.InvariantCulture);
        }

        reader.Require(
            labels.Length == 0 || labels.Length == output.ElementCount,
            $"{labels.Length} labels do not name the elements of an output of {output}");
        reader.Require(!numbered, "labels that are numbers are not written as such");
        return new(labels);
    }

    private static EquatableArray<NumberedName> ReadNames(ref BitReader reader, int limit)
    {
        var names = new NumberedName[reader.ReadCount(1 + ShortestText)];
        int previous = -1;
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = new(ReadAscending(ref reader, ref previous, limit), reader.ReadText());
        }

        return new(names);
    }

    private static int ReadAscending(ref BitReader reader, ref int previous, int limit)
    {
        int number = reader.ReadNumber();
        reader.Require(number > previous && number < limit, $"number {number} is repeated, out of order or does not exist");
        previous = number;
        return number;
    }
}
