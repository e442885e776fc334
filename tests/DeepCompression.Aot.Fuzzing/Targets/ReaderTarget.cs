using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Reads an artifact: what FORMAT.md says under "Cost of reading".</summary>
internal sealed class ReaderTarget : ArtifactTarget
{
    public override string Name => "reader";

    public override Allowance Allowance => new(ReadPerByte, ReadConstant);

    protected override long Take(Artifact artifact, byte[] input) => artifact.GetHashCode();
}
