namespace DeepCompression.Aot.Generator.Model;

/// <summary>One way to compute a layer; every kind of kernel has its record here, its proposal in Passes and its printer in Emit.</summary>
/// <param name="InstructionSet">What it needs of the processor.</param>
/// <param name="Estimate">What it is expected to cost; candidates are tried in ascending order.</param>
internal abstract record Kernel(InstructionSet InstructionSet, Estimate Estimate)
{
    /// <summary>What it is made for; a kernel whose layout is constants runs elsewhere too, slowly.</summary>
    private readonly InstructionSet _madeFor = InstructionSet;

    /// <summary>What its method is called, after the layer's name; no two kernels of a layer may share it.</summary>
    public abstract string Suffix { get; }

    /// <summary>What a person reads in the model's description.</summary>
    public abstract string Title { get; }

    /// <summary>The form in which it wants the weights unpacked, or null if it needs none.</summary>
    public abstract WeightLayout? Layout { get; }

    /// <summary>Whether it reads the layer's constants; false where all it needs stands in its code.</summary>
    public virtual bool ReadsConstants => true;

    /// <summary>Floats of scratch memory that it needs while it runs; its method takes them as a third argument.</summary>
    public virtual int ScratchLength => 0;

    /// <summary>Whether two threads can share its work.</summary>
    public virtual bool CanSplit => false;

    /// <summary>Whether two threads do.</summary>
    public bool TwoThreads { get; init; }

    /// <summary>Whether its layout is constants.</summary>
    public bool Placed { get; init; }

    /// <summary>The kernel with its layout in constants, which every processor can run: no other is there.</summary>
    public Kernel InConstants() => this with { InstructionSet = InstructionSet.Scalar, Placed = true };

    /// <summary>What its members are called that are neither its method nor a layout's holder, after the layer's name.</summary>
    public virtual string? ConstantsSuffix => null;

    /// <summary>Floats in a vector of the kernel.</summary>
    public int Lanes => _madeFor switch
    {
        InstructionSet.Vector512 or InstructionSet.Avx512 or InstructionSet.Avx512Vbmi => 16,
        InstructionSet.Vector256 or InstructionSet.Gather or InstructionSet.AvxVnni => 8,
        InstructionSet.Vector128 => 4,
        _ => 1,
    };

    /// <summary>The instructions that it is made for, for <see cref="Title"/>; without them a layout in constants is run number by number.</summary>
    protected string MadeFor(string instructions) => Placed ? $"laid out in constants for {instructions}" : instructions;
}

/// <summary>The expected cost of a kernel.</summary>
/// <param name="Cycles">Processor cycles for one inference.</param>
/// <param name="Reason">How it comes about, to be read after "about N cycles: ".</param>
internal readonly record struct Estimate(double Cycles, string Reason);

/// <summary>Computes nothing: no weight of the layer survived pruning, so that the output is the bias.</summary>
internal sealed record BiasKernel(Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "Bias";

    public override string Title => "bias only";

    public override WeightLayout? Layout => null;
}
