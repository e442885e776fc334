using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes the optional parts that describe the network, which <see cref="DescriptionReader"/> reads: a flag where there is nothing to say.</summary>
internal static class DescriptionWriter
{
    public static void WriteNames(BitWriter writer, GraphNames names)
    {
        if (Begin(writer, names.Values.Length + names.Parameters.Length > 0))
        {
            WriteNames(writer, names.Values);
            WriteNames(writer, names.Parameters);
        }
    }

    public static void WriteActivationScales(BitWriter writer, EquatableArray<ActivationScale> scales)
    {
        if (!Begin(writer, scales.Length > 0))
        {
            return;
        }

        writer.WriteNumber(scales.Length);
        foreach (ActivationScale scale in scales)
        {
            writer.WriteNumber(scale.Value);
            writer.WriteSingle(scale.Maximum);
        }
    }

    public static void WriteInputContract(BitWriter writer, InputContract? contract)
    {
        if (!Begin(writer, contract is not null))
        {
            return;
        }

        foreach (InputNormalisation input in contract!.Inputs)
        {
            WriteNormalisation(writer, input);
        }

        WriteLabels(writer, contract.Labels);
    }

    public static void WriteProvenance(BitWriter writer, EquatableArray<ProvenanceEntry> provenance)
    {
        if (!Begin(writer, provenance.Length > 0))
        {
            return;
        }

        writer.WriteNumber(provenance.Length);
        foreach (ProvenanceEntry entry in provenance)
        {
            int number = ProvenanceEntry.KnownKeys.AsSpan().IndexOf(entry.Key) + 1;
            writer.WriteNumber(number);
            if (number == 0)
            {
                writer.WriteText(entry.Key);
            }

            writer.WriteText(entry.Value);
        }
    }

    private static bool Begin(BitWriter writer, bool isPresent)
    {
        writer.WriteFlag(isPresent);
        return isPresent;
    }

    private static void WriteNormalisation(BitWriter writer, InputNormalisation input)
    {
        if (input.Scales.Length != input.Offsets.Length)
        {
            throw new ArgumentException($"An input has {input.Scales.Length} factors but {input.Offsets.Length} offsets.");
        }

        bool isUnitRange = input == InputNormalisation.UnitRange(input.Layout);
        writer.Write((uint)input.Layout, InputNormalisation.LayoutBits);
        writer.WriteFlag(isUnitRange);
        if (isUnitRange)
        {
            return;
        }

        writer.WriteNumber(input.Scales.Length);
        for (int i = 0; i < input.Scales.Length; i++)
        {
            writer.WriteSingle(input.Scales[i]);
            writer.WriteSingle(input.Offsets[i]);
        }
    }

    private static void WriteLabels(BitWriter writer, EquatableArray<string> labels)
    {
        bool isNumbered = labels.Length is > 0 and <= InputContract.MaxNumbered && labels == InputContract.NumberedLabels(labels.Length);
        writer.WriteFlag(isNumbered);
        if (isNumbered)
        {
            return;
        }

        writer.WriteNumber(labels.Length);
        foreach (string label in labels)
        {
            writer.WriteText(label);
        }
    }

    private static void WriteNames(BitWriter writer, EquatableArray<NumberedName> names)
    {
        writer.WriteNumber(names.Length);
        foreach (NumberedName name in names)
        {
            writer.WriteNumber(name.Number);
            writer.WriteText(name.Name);
        }
    }
}
