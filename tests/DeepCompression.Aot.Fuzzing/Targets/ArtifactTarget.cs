using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>A part that takes artifacts, which it verifies first.</summary>
internal abstract class ArtifactTarget : FuzzTarget
{
    /// <summary>What FORMAT.md promises that reading takes for each byte of a file.</summary>
    protected const int ReadPerByte = 512;

    /// <summary>What it promises that reading takes besides.</summary>
    protected const int ReadConstant = 16_384;

    public override bool IsOwnError(Exception exception) => exception is ArtifactException;

    public sealed override long Run(byte[] input) => Take(ArtifactReader.Read(input), input);

    /// <summary>Goes on with what the reader accepted.</summary>
    protected abstract long Take(Artifact artifact, byte[] input);
}
