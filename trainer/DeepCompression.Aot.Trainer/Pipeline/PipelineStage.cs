namespace DeepCompression.Aot.Trainer.Pipeline;

/// <summary>The stages of compression, in order (Deep Compression, figure 1).</summary>
public enum PipelineStage
{
    /// <summary>Training the dense network.</summary>
    Train,

    /// <summary>Training the network whose answers the compressed one learns.</summary>
    Teach,

    /// <summary>Removing small weights and retraining the others.</summary>
    Prune,

    /// <summary>Sharing weights through codebooks and retraining the shared values.</summary>
    Quantise,

    /// <summary>Huffman coding, writing, and measuring what was written.</summary>
    Encode,
}
