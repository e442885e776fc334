namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// A convolution and the layers behind it that handle each channel by itself, one channel through all of them before the next: a
/// channel's plane stays in the cache, where a whole block of a large convolution does not.
/// </summary>
internal sealed class ChannelChain(ConvolutionLayer convolution, ChannelLayer[] followers) : Layer
{
    // Whether only the first follower looks at the convolution's output.
    private readonly bool _isOutputInside = convolution.Output.GradientWriters == 1
        && followers[0].Input.Activation == convolution.Output
        && followers.All(follower => follower.Output != convolution.Output);

    /// <summary>Joins convolutions and their followers in the layers of a network.</summary>
    /// <param name="layers">In the order in which they run.</param>
    public static IEnumerable<Layer> Join(IReadOnlyList<Layer> layers)
    {
        for (int i = 0; i < layers.Count;)
        {
            if (layers[i] is not ConvolutionLayer convolution)
            {
                yield return layers[i++];
                continue;
            }

            // All that happens between them is that channels which do not depend on each other change places.
            ChannelLayer[] followers =
            [
                .. layers.Skip(++i).TakeWhile(layer => layer is ChannelLayer other && other.Channels == convolution.Channels).Cast<ChannelLayer>(),
            ];
            i += followers.Length;
            yield return followers.Length == 0 ? convolution : new ChannelChain(convolution, followers);
        }
    }

    public override void Reserve(int blocks)
    {
        convolution.Reserve(blocks);
        foreach (ChannelLayer follower in followers)
        {
            follower.Reserve(blocks);
        }
    }

    public override void Begin(in Pass pass) =>
        convolution.Output.HasOnePlane = _isOutputInside && convolution.WorksByChannel(pass);

    public override void Forward(in Pass pass, int block)
    {
        convolution.BeginForward(block);
        for (int channel = 0; channel < convolution.Channels; channel++)
        {
            convolution.Forward(block, channel);
            foreach (ChannelLayer follower in followers)
            {
                follower.Forward(pass, block, channel);
            }
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        for (int channel = 0; channel < convolution.Channels; channel++)
        {
            for (int i = followers.Length - 1; i >= 0; i--)
            {
                followers[i].Backward(pass, block, channel);
            }

            convolution.Backward(pass, block, channel);
        }

        convolution.EndBackward(pass, block);
    }
}
