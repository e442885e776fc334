using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the optional sections that describe the network, which <see cref="DescriptionSections"/> reads; nothing to say gives no bytes.</summary>
internal static class DescriptionWriter
{
    public static byte[] WriteNames(GraphNames names)
    {
        var writer = new ByteWriter();
        if (names.Values.Length + names.Parameters.Length > 0)
        {
            WriteNames(writer, names.Values);
            WriteNames(writer, names.Parameters);
        }

        return writer.ToArray();
    }

    public static byte[] WriteActivationScales(EquatableArray<ActivationScale> scales)
    {
        var writer = new ByteWriter();
        if (scales.Length > 0)
        {
            writer.WriteVarint(scales.Length);
        }

        foreach (ActivationScale scale in scales)
        {
            writer.WriteVarint(scale.Value);
            writer.WriteNumber(scale.Maximum, NumberFormat.Single);
        }

        return writer.ToArray();
    }

    public static byte[] WriteInputContract(InputContract? contract)
    {
        if (contract is null)
        {
            return [];
        }

        var writer = new ByteWriter();
        foreach (InputNormalisation input in contract.Inputs)
        {
            WriteNormalisation(writer, input);
        }

        writer.WriteVarint(contract.Labels.Length);
        foreach (string label in contract.Labels)
        {
            writer.WriteString(label);
        }

        return writer.ToArray();
    }

    public static byte[] WriteProvenance(EquatableArray<ProvenanceEntry> provenance)
    {
        var writer = new ByteWriter();
        if (provenance.Length > 0)
        {
            writer.WriteVarint(provenance.Length);
        }

        foreach (ProvenanceEntry entry in provenance)
        {
            int number = ProvenanceEntry.KnownKeys.AsSpan().IndexOf(entry.Key) + 1;
            writer.WriteVarint(number);
            if (number == 0)
            {
                writer.WriteString(entry.Key);
            }

            writer.WriteString(entry.Value);
        }

        return writer.ToArray();
    }

    private static void WriteNormalisation(ByteWriter writer, InputNormalisation input)
    {
        if (input.Scales.Length != input.Offsets.Length)
        {
            throw new ArgumentException($"An input has {input.Scales.Length} factors but {input.Offsets.Length} offsets.");
        }

        writer.WriteByte((byte)input.Layout);
        writer.WriteVarint(input.Scales.Length);
        for (int i = 0; i < input.Scales.Length; i++)
        {
            writer.WriteNumber(input.Scales[i], NumberFormat.Single);
            writer.WriteNumber(input.Offsets[i], NumberFormat.Single);
        }
    }

    private static void WriteNames(ByteWriter writer, EquatableArray<NumberedName> names)
    {
        writer.WriteVarint(names.Length);
        foreach (NumberedName name in names)
        {
            writer.WriteVarint(name.Number);
            writer.WriteString(name.Name);
        }
    }
}
