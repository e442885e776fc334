using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Runtime.Reference;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Runs a network by the reference interpreter.</summary>
internal sealed class InterpreterTarget : ArtifactTarget
{
    public override string Name => "interpreter";

    /// <summary>
    /// Dense weights, and the values of one inference: of these a file may announce so many for each byte, each is computed once, and an
    /// operator may hold what it reads and what it makes a second time.
    /// </summary>
    public override Allowance Allowance => new(
        ((SizeLimits.ParametersPerByte + (3 * SizeLimits.ActivationsPerByte)) * sizeof(float)) + (2 * ReadPerByte), 4 * ReadConstant);

    protected override long Take(Artifact artifact, byte[] input)
    {
        if (!NetworkWork.IsSmall(artifact))
        {
            return 0;
        }

        float[][] inputs = [.. Enumerable.Range(0, artifact.Graph.Inputs.Length).Select(i => Numbers((int)artifact.Graph.Inputs[i].ElementCount))];
        var digest = new Digest();
        foreach (float[] output in new ReferenceInterpreter(artifact).Run(inputs))
        {
            digest.Add(output);
        }

        return digest.Value;
    }

    private static float[] Numbers(int length)
    {
        var numbers = new float[length];
        Products.Fill(numbers);
        return numbers;
    }
}
