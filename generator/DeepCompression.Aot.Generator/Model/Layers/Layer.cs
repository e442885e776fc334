using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>One step of a plan: reads values, computes one. Values are numbered, see the plan.</summary>
internal abstract record Layer(int Output)
{
    /// <summary>The layer's method in the generated code; empty until the naming pass.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The values the layer reads, in order.</summary>
    public abstract EquatableArray<int> Inputs { get; }

    /// <summary>What a layer without named parameters is called, before its ordinal.</summary>
    public abstract string DefaultName { get; }

    /// <summary>Floats of scratch memory that it needs while it runs.</summary>
    public virtual int ScratchLength => 0;

    /// <summary>Where its scratch memory begins in the workspace.</summary>
    public int ScratchPosition { get; init; }

    /// <summary>What it writes, where a microcontroller computes with integers.</summary>
    public OutputForm OutputForm { get; init; }

    /// <summary>The exponent of the bytes that it writes, where calibration gives it.</summary>
    public int? CalibratedExponent { get; init; }

    /// <summary>The same layer reading other values: each input replaced by what the function says.</summary>
    public abstract Layer WithInputs(Func<int, int> replace);
}
