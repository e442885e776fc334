namespace DeepCompression.Aot.Generator.Model;

/// <summary>What a kernel needs of the processor.</summary>
internal enum InstructionSet
{
    /// <summary>Nothing.</summary>
    Scalar,

    /// <summary>Vectors of 4 floats.</summary>
    Vector128,

    /// <summary>Vectors of 8 floats.</summary>
    Vector256,

    /// <summary>Vectors of 16 floats.</summary>
    Vector512,

    /// <summary>AVX2 gathers and fused multiply-add.</summary>
    Gather,

    /// <summary>AVX-512F permutes, whether or not vectors of 16 floats are also the processor's best choice.</summary>
    Avx512,

    /// <summary>AVX-512 VBMI permutes of bytes.</summary>
    Avx512Vbmi,

    /// <summary>AVX-VNNI's products of bytes.</summary>
    AvxVnni,
}

/// <summary>How instruction sets relate.</summary>
internal static class InstructionSets
{
    /// <summary>Whether every processor that has the one has the other.</summary>
    public static bool Implies(this InstructionSet has, InstructionSet other) => other switch
    {
        InstructionSet.Scalar => true,
        InstructionSet.Vector128 => has != InstructionSet.Scalar,
        InstructionSet.Vector256 or InstructionSet.Gather =>
            has is InstructionSet.Vector256 or InstructionSet.Gather or InstructionSet.Avx512 or InstructionSet.Avx512Vbmi or InstructionSet.AvxVnni or InstructionSet.Vector512,
        InstructionSet.Avx512 => has is InstructionSet.Avx512 or InstructionSet.Avx512Vbmi or InstructionSet.Vector512,
        InstructionSet.Avx512Vbmi => has == InstructionSet.Avx512Vbmi,
        InstructionSet.AvxVnni => has == InstructionSet.AvxVnni,
        _ => has == InstructionSet.Vector512,
    };
}
