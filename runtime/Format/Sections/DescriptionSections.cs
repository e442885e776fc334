namespace DeepCompression.Aot.Format;

/// <summary>Reads the optional sections that describe the network: names, activation scales, input contract, provenance.</summary>
internal static class DescriptionSections
{
    private const string Nothing = "it says nothing; a section without content is left out";

    public static GraphNames ReadNames(ByteReader reader, Graph graph)
    {
        if (reader.Remaining == 0)
        {
            return GraphNames.None;
        }

        var names = new GraphNames(
            ReadNames(ref reader, graph.ValueCount),
            ReadNames(ref reader, graph.Parameters.Length));
        reader.Require(names.Values.Length + names.Parameters.Length > 0, Nothing);
        reader.RequireEnd();
        return names;
    }

    public static EquatableArray<ActivationScale> ReadActivationScales(ByteReader reader, Graph graph)
    {
        if (reader.Remaining == 0)
        {
            return EquatableArray<ActivationScale>.Empty;
        }

        var scales = new ActivationScale[reader.ReadCount(5)];
        reader.Require(scales.Length > 0, Nothing);
        int previous = -1;
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = new(ReadAscending(ref reader, ref previous, graph.ValueCount), reader.ReadSingle());
            reader.Require(scales[i].Maximum > 0, "an activation's largest magnitude is not positive");
        }

        reader.RequireEnd();
        return new(scales);
    }

    public static InputContract? ReadInputContract(ByteReader reader, Graph graph, EquatableArray<TensorShape> shapes)
    {
        if (reader.Remaining == 0)
        {
            return null;
        }

        var inputs = new InputNormalisation[graph.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ReadNormalisation(ref reader, graph.Inputs[i]);
        }

        var labels = new string[reader.ReadCount(1)];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadString();
        }

        reader.Require(
            labels.Length == 0 || labels.Length == shapes[graph.Outputs[0]].ElementCount,
            $"{labels.Length} labels do not name the elements of an output of {shapes[graph.Outputs[0]]}");
        reader.RequireEnd();
        return new(new(inputs), new(labels));
    }

    public static EquatableArray<ProvenanceEntry> ReadProvenance(ByteReader reader)
    {
        if (reader.Remaining == 0)
        {
            return EquatableArray<ProvenanceEntry>.Empty;
        }

        var entries = new ProvenanceEntry[reader.ReadCount(2)];
        reader.Require(entries.Length > 0, Nothing);
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new(ReadKey(ref reader), reader.ReadString());
        }

        reader.RequireEnd();
        return new(entries);
    }

    /// <summary>A known key by its number, or 0 and the text of any other.</summary>
    private static string ReadKey(ref ByteReader reader)
    {
        EquatableArray<string> known = ProvenanceEntry.KnownKeys;
        int number = reader.ReadVarint();
        reader.Require(number <= known.Length, $"provenance key {number} is not known");
        if (number > 0)
        {
            return known[number - 1];
        }

        string key = reader.ReadString();
        reader.Require(known.AsSpan().IndexOf(key) < 0, $"the provenance key '{key}' is not written by its number");
        return key;
    }

    private static InputNormalisation ReadNormalisation(ref ByteReader reader, TensorShape shape)
    {
        byte layout = reader.ReadByte();
        reader.Require(layout <= (byte)InputLayout.ChannelsLast, $"input layout {layout} is not known");
        reader.Require(layout == (byte)InputLayout.Flat || shape.Rank == 3, $"an input of {shape} has no channels to lay out");
        int channels = layout switch
        {
            (byte)InputLayout.ChannelsFirst => shape[0],
            (byte)InputLayout.ChannelsLast => shape[2],
            _ => 1,
        };
        int count = reader.ReadCount(8);
        reader.Require(count == 1 || count == channels, $"{count} normalisations for {channels} channels");
        var scales = new float[count];
        var offsets = new float[count];
        for (int i = 0; i < count; i++)
        {
            scales[i] = reader.ReadSingle();
            offsets[i] = reader.ReadSingle();
        }

        return new((InputLayout)layout, new(scales), new(offsets));
    }

    private static EquatableArray<NumberedName> ReadNames(ref ByteReader reader, int limit)
    {
        var names = new NumberedName[reader.ReadCount(2)];
        int previous = -1;
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = new(ReadAscending(ref reader, ref previous, limit), reader.ReadString());
        }

        return new(names);
    }

    private static int ReadAscending(ref ByteReader reader, ref int previous, int limit)
    {
        int number = reader.ReadVarint();
        reader.Require(number > previous && number < limit, $"number {number} is repeated, out of order or does not exist");
        previous = number;
        return number;
    }
}
