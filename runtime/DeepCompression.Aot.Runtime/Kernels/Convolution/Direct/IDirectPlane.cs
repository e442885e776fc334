namespace DeepCompression.Aot.Runtime;

/// <summary>How <see cref="DirectConvolution"/> computes output planes.</summary>
internal unsafe interface IDirectPlane
{
    /// <summary>
    /// Computes output planes, each of the next group: all that need no copies in one call, since a call for each takes a small plane a
    /// fifth longer.
    /// </summary>
    /// <param name="input">The first group's first plane; around each, what loads reach may be read.</param>
    /// <param name="weights">The weights of the first output channel.</param>
    /// <param name="bias">Its bias, before those of the next; or null where there are none.</param>
    /// <param name="output">Receives the planes; behind each, what stores reach may be written.</param>
    /// <param name="count">Planes to compute, one at least.</param>
    void Run(float* input, float* weights, float* bias, float* output, int count);
}
