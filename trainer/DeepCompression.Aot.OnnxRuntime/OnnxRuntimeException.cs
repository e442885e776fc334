namespace DeepCompression.Aot.OnnxRuntime;

/// <summary>ONNX Runtime refused a call; the message is its own.</summary>
internal sealed class OnnxRuntimeException(string message, Exception? inner = null) : Exception(message, inner);
