using DeepCompression.Aot.Format;
using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Verification.Comparing;
using DeepCompression.Aot.Verification.Peer;

namespace DeepCompression.Aot.Tests.CommandLine.Onnx;

/// <summary>Models in ONNX Runtime.</summary>
public class OnnxPeerTests
{
    private static readonly Dictionary<string, int> NoDimensions = [];

    /// <summary>What single precision and other orders of summation leave, as a fraction of the largest value.</summary>
    private const double Tolerance = 2e-5;

    [OnnxRuntimeFact]
    public void Every_golden_artifact_means_to_ONNX_Runtime_what_was_computed_for_it_in_double_precision()
    {
        string[] wrong = [.. GoldenFiles.Valid.Select(Path.GetFileNameWithoutExtension).Select(name => Problem(name!)).OfType<string>()];

        // ONNX Runtime normalises over an odd number of channels only.
        string even = Assert.Single(wrong);
        Assert.StartsWith("lrn-even-vector: ONNX Runtime: ", even, StringComparison.Ordinal);
    }

    [OnnxRuntimeFact]
    public void Another_network_is_found_out()
    {
        VerifiedModel abs = VerifiedModel.Load(Golden("unary-abs"), NoDimensions, CancellationToken.None);
        using OnnxPeer same = OnnxPeer.Of(OnnxRuntimeLibrary.Api!, abs.Artifact);
        using OnnxPeer other = OnnxPeer.Of(OnnxRuntimeLibrary.Api!, ArtifactReader.Read(File.ReadAllBytes(Golden("unary-neg"))));
        float[][] inputs = same.Draw(seed: 1, set: 1);

        Assert.All(abs.Compare("drawn", inputs, same.Run(inputs)), error => Assert.Equal(0, error.Worst));
        Assert.All(abs.Compare("drawn", inputs, other.Run(inputs)), error => Assert.InRange(error.Relative, 0.5, 2));
    }

    [OnnxRuntimeFact]
    public void What_is_drawn_follows_from_the_seed_and_lies_where_the_contract_puts_bytes()
    {
        Artifact artifact = ArtifactReader.Read(File.ReadAllBytes(Repository.File("samples", "Digits", "lenet-300-100.dcz")));
        InputNormalisation contract = artifact.InputContract!.Inputs[0];
        using OnnxPeer peer = OnnxPeer.Of(OnnxRuntimeLibrary.Api!, artifact);

        float[] drawn = Assert.Single(peer.Draw(seed: 1, set: 1));
        Assert.Equal(drawn, peer.Draw(seed: 1, set: 1)[0]);
        Assert.NotEqual(drawn, peer.Draw(seed: 1, set: 2)[0]);
        Assert.NotEqual(drawn, peer.Draw(seed: 2, set: 1)[0]);
        float black = contract.Offsets[0];
        float white = black + (255 * contract.Scales[0]);
        Assert.All(drawn, value => Assert.InRange(value, black, white));
        Assert.InRange(drawn.Max() - drawn.Min(), 0.9f * (white - black), white - black);
    }

    private static string Golden(string name) => Repository.File("tests", "golden", "valid", name + Artifact.Extension);

    /// <summary>What is wrong with a golden artifact in ONNX Runtime, or null.</summary>
    private static string? Problem(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        try
        {
            using OnnxPeer peer = OnnxPeer.Of(OnnxRuntimeLibrary.Api!, ArtifactReader.Read(golden.Artifact));
            foreach (GoldenSample sample in golden.Samples)
            {
                float[][] outputs = peer.Run(sample.Inputs);
                for (int i = 0; i < outputs.Length; i++)
                {
                    float[] expected = [.. sample.Outputs[i].Select(value => (float)value)];
                    TensorError error = TensorError.Of(name, i, expected, outputs[i]);
                    if (outputs[i].Length != expected.Length || error.Relative > Tolerance)
                    {
                        return error.ToString();
                    }
                }
            }

            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            return $"{name}: {exception.Message}";
        }
    }
}
