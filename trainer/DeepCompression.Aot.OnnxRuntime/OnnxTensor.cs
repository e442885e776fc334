namespace DeepCompression.Aot.OnnxRuntime;

/// <summary>A tensor on its way into ONNX Runtime or out of it.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">The number that ONNX gives the element type.</param>
/// <param name="Shape">Its sizes, batch first.</param>
/// <param name="Data">The elements, row-major, in the machine's byte order.</param>
internal sealed record OnnxTensor(string Name, int ElementType, long[] Shape, byte[] Data);
