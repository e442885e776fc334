using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;

namespace DeepCompression.Aot.Trainer.Tests.Engine;

/// <summary>What sessions of every engine keep.</summary>
internal static class SessionRules
{
    /// <summary>Dropout drops its share in training, scales what is left, and does nothing in inference or at a rate of zero.</summary>
    public static void RequireDropout(ITrainingEngine engine)
    {
        // With dropout on the input of an identity, the gradient of the weights shows what was kept.
        var builder = new GraphBuilder();
        int input = builder.Input(1000);
        NetworkDefinition network = TestNetworks.Define(builder, builder.Linear(input, 1000, 2, "fc"), new() { [input] = 0.3f });
        using ITrainingSession session = engine.CreateSession(network, seed: 1);
        float[] ones = [.. Enumerable.Repeat(1f, 1000)];
        session.SetParameter(0, new float[2000]);
        float[] gradients = TestNetworks.Gradients(session, ones, [0])[0];
        float[] otherGradients = TestNetworks.Gradients(session, ones, [0])[0];
        Assert.InRange(gradients.Take(1000).Count(gradient => gradient == 0), 240, 360);
        Assert.Equal(-0.5f / 0.7f, gradients.Min(), 1e-5f);
        Assert.NotEqual(gradients.Select(gradient => gradient == 0), otherGradients.Select(gradient => gradient == 0));

        session.SetParameter(0, [.. Enumerable.Repeat(1f, 2000)]);
        session.SetParameter(1, new float[2]);
        var logits = new float[2];
        session.Infer(ones, logits);
        Assert.Equal([1000, 1000], logits);

        session.SetParameter(0, new float[2000]);
        session.SetDropout(input, 0);
        Assert.DoesNotContain(0f, TestNetworks.Gradients(session, ones, [0])[0]);
    }

    /// <summary>A snapshot of fewer parameters is refused.</summary>
    public static void RequireOwnSnapshot(ITrainingEngine engine)
    {
        using ITrainingSession session = engine.CreateSession(TestNetworks.Perceptron(40, 30, 5), seed: 1);
        var fewer = new SessionSnapshot([.. session.Capture().Parameters.Skip(1)]);
        Assert.Contains("3 parameters, the network 4", Assert.Throws<ArgumentException>(() => session.Restore(fewer)).Message, StringComparison.Ordinal);
    }
}
