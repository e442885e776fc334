using System.Numerics;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// Inverted dropout: in training an element becomes zero with probability <see cref="Rate"/> and otherwise grows by 1 / (1 − rate).
/// What is dropped follows from seed, step and the element's number alone, so that threads need not agree and backward draws it again.
/// </summary>
internal sealed unsafe class DropoutLayer(LayerInput input, Activation output, ulong seed) : Layer
{
    /// <summary>The fraction dropped, in [0, 1).</summary>
    public float Rate { get; set; }

    public override void Forward(in Pass pass, int block)
    {
        float* source = input.Activation.Values(block);
        float* target = output.Values(block);
        if (pass.Training && Rate > 0)
        {
            Drop(pass, block, source, target, accumulate: false);
        }
        else
        {
            new ReadOnlySpan<float>(source, output.BlockLength).CopyTo(new Span<float>(target, output.BlockLength));
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        if (input.NeedsGradient)
        {
            Drop(pass, block, output.Gradients(block), input.Activation.Gradients(block), input.Accumulate);
        }
    }

    private void Drop(in Pass pass, int block, float* source, float* target, bool accumulate)
    {
        ulong key = SplitMix64.For(seed, pass.Number).Next();
        var low = new Vector<uint>((uint)key);
        var high = new Vector<uint>((uint)(key >> 32));
        var threshold = new Vector<uint>((uint)(Rate * 4294967296.0));
        float scale = 1 / (1 - Rate);
        uint first = (uint)block * (uint)output.BlockLength;
        for (int i = 0; i < output.BlockLength; i += Vector<uint>.Count)
        {
            Vector<uint> bits = Mix(Vector<uint>.Indices + new Vector<uint>(first + (uint)i), low, high);
            Vector<float> kept = Vector.As<uint, float>(Vector.GreaterThanOrEqual(bits, threshold));
            Vector<float> value = (Vector.Load(source + i) * scale) & kept;
            if (accumulate)
            {
                value += Vector.Load(target + i);
            }

            value.Store(target + i);
        }
    }

    /// <summary>A random number for each counter: the rounds of a 32-bit mixing function with the key in between.</summary>
    private static Vector<uint> Mix(Vector<uint> counter, Vector<uint> low, Vector<uint> high)
    {
        Vector<uint> bits = counter ^ low;
        bits = (bits ^ (bits >>> 16)) * new Vector<uint>(0x7FEB_352D);
        bits = (bits ^ (bits >>> 15)) * new Vector<uint>(0x846C_A68B);
        bits = (bits ^ (bits >>> 16)) + high;
        bits = (bits ^ (bits >>> 16)) * new Vector<uint>(0x7FEB_352D);
        return bits ^ (bits >>> 15);
    }
}
