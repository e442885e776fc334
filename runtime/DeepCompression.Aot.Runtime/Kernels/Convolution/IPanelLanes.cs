namespace DeepCompression.Aot.Runtime;

/// <summary>What a tiled product does with vectors, of floats or of what is packed in as many bits.</summary>
internal unsafe interface IPanelLanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Create(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(TVector vector, float* destination);

    /// <summary>sum + x · weight, fused where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector weight, TVector sum);

    static abstract TVector Relu(TVector vector);
}
