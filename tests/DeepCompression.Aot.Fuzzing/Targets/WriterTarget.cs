using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Writes what was read again: one content, one file.</summary>
internal sealed class WriterTarget : ArtifactTarget
{
    public override string Name => "writer";

    /// <summary>The writer works on lists of bits and reads what it has written.</summary>
    public override Allowance Allowance => new(8 * ReadPerByte, 4 * ReadConstant);

    protected override long Take(Artifact artifact, byte[] input)
    {
        byte[] written = ArtifactWriter.Write(
            artifact.Graph, [.. artifact.Tensors], artifact.Names, artifact.ActivationScales, artifact.InputContract, artifact.Provenance);
        return written.AsSpan().SequenceEqual(input)
            ? Crc32.Compute(written)
            : throw new BrokenPromiseException($"what was read is written in {written.Length} other bytes than the {input.Length} it was read from");
    }
}
