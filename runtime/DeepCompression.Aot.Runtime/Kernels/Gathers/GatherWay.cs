namespace DeepCompression.Aot.Runtime;

/// <summary>How kernels bring numbers from anywhere in an array to the lanes of a vector.</summary>
internal enum GatherWay
{
    /// <summary>Not at all: the processor cannot, or must not.</summary>
    None,

    /// <summary>By AVX2's instruction, <see cref="VectorGather"/>.</summary>
    Instruction,

    /// <summary>By loads of one number each, <see cref="ScalarGather"/>.</summary>
    Loads,
}
