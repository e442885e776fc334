using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Rules;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Decodes every parameter to dense numbers with the format's own decoder.</summary>
internal sealed class DecoderTarget : ArtifactTarget
{
    public override string Name => "decoder";

    /// <summary>A file may announce so many weights for each of its bytes, which are floats; their decoder takes what reading took at most.</summary>
    public override Allowance Allowance => new((SizeLimits.ParametersPerByte * sizeof(float)) + (2 * ReadPerByte), 2 * ReadConstant);

    protected override long Take(Artifact artifact, byte[] input)
    {
        var digest = new Digest();
        foreach (Tensor tensor in artifact.Tensors)
        {
            digest.Add(tensor.ToDense());
        }

        return digest.Value;
    }
}
