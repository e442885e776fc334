using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Trainer.StateDictionaries;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Reads the header of a state dictionary, as <c>deepc train --from</c> does before it believes a length.</summary>
internal sealed class SafetensorsTarget : FuzzTarget
{
    public override string Name => "safetensors";

    /// <summary>A text of JSON, its properties, and an entry of at least 60 bytes for each of them; errors quote what they name.</summary>
    public override Allowance Allowance => new(256, 1 << 20);

    public override bool IsOwnError(Exception exception) => exception is InvalidDataException;

    public override long Run(byte[] input)
    {
        using var content = new MemoryStream(input, writable: false);
        SafetensorsHeader header = SafetensorsHeader.Read(content, input.Length);
        var digest = new Digest();
        foreach ((string name, SafetensorsEntry entry) in header.Entries.OrderBy(entry => entry.Value.Start).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            // What is believed lies inside the file.
            if (entry.Start < 0 || entry.End < entry.Start || header.ByteCount + entry.End > input.Length)
            {
                throw new BrokenPromiseException($"'{name}' lies from byte {entry.Start} to {entry.End} of {input.Length}");
            }

            digest.Add(FormattableString.Invariant($"{name} {entry.Type.Name} {entry.ShapeText} {entry.Start}"));
        }

        return digest.Value;
    }
}
