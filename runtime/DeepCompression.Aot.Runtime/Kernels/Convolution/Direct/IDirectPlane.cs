namespace DeepCompression.Aot.Runtime;

/// <summary>How <see cref="DirectConvolution"/> computes an output plane.</summary>
internal unsafe interface IDirectPlane
{
    /// <summary>Computes a plane.</summary>
    /// <param name="input">The group's first plane, around which what loads reach may be read.</param>
    /// <param name="weights">The output channel's weights.</param>
    /// <param name="bias">Its bias.</param>
    /// <param name="output">Receives the plane, behind which what stores reach may be written.</param>
    void Run(float* input, float* weights, float bias, float* output);
}
