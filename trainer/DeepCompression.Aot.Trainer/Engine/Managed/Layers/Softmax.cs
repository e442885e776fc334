using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>The softmax of one lane.</summary>
internal static unsafe class Softmax
{
    /// <summary>Writes exp(x) / Σ exp(x) over the elements of a lane, computed from differences to the largest.</summary>
    /// <returns>The logarithm of Σ exp(x).</returns>
    public static double Compute(float* source, int elements, float* target)
    {
        float largest = float.NegativeInfinity;
        for (int i = 0; i < elements; i++)
        {
            // MathF.Max keeps a NaN, so that a network that diverged shows it.
            largest = MathF.Max(largest, source[i * Lanes.Count]);
        }

        double sum = 0;
        for (int i = 0; i < elements; i++)
        {
            float exponential = MathF.Exp(source[i * Lanes.Count] - largest);
            target[i * Lanes.Count] = exponential;
            sum += exponential;
        }

        float factor = (float)(1 / sum);
        for (int i = 0; i < elements; i++)
        {
            target[i * Lanes.Count] *= factor;
        }

        return largest + Math.Log(sum);
    }
}
