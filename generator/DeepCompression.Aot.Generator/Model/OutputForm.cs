namespace DeepCompression.Aot.Generator.Model;

/// <summary>What a layer writes, on a microcontroller that computes with integers.</summary>
internal enum OutputForm
{
    /// <summary>Floats: nothing is computed with integers.</summary>
    Floats,

    /// <summary>Sums of 32 bits, which stay such: the network's output, or what a softmax reads.</summary>
    Sums,

    /// <summary>Sums of 32 bits, which become bytes in the same memory once the largest is known.</summary>
    Narrowed,

    /// <summary>Bytes.</summary>
    Bytes,
}
