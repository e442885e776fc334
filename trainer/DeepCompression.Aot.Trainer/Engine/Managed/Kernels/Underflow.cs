using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary>
/// Makes numbers that are too small to matter zero. What decays, such as the moments of a weight without gradients, would otherwise
/// end as subnormal numbers, rounding keeps it there, and with them processors compute a hundred times slower.
/// </summary>
internal static class Underflow
{
    private const float Smallest = 1e-30f;

    /// <summary>The number, or zero; what is not a number stays so.</summary>
    public static float Flush(float number) => MathF.Abs(number) < Smallest ? 0 : number;

    /// <summary>The same for each element.</summary>
    public static Vector<float> Flush(Vector<float> numbers)
    {
        Vector<int> tiny = Vector.LessThan(Vector.Abs(numbers), new Vector<float>(Smallest));
        return Vector.AndNot(numbers, Vector.As<int, float>(tiny));
    }
}
