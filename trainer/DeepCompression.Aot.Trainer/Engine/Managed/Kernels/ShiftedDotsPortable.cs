using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary><see cref="ShiftedDots"/> with the machine's <see cref="Vector{T}"/>: 8 multiply-adds for every 9 loads.</summary>
internal static unsafe class ShiftedDotsPortable
{
    public static void Compute(in ShiftedDots dots, Span<float> sums)
    {
        Vector<float> c0 = Vector<float>.Zero, c1 = Vector<float>.Zero, c2 = Vector<float>.Zero, c3 = Vector<float>.Zero;
        Vector<float> c4 = Vector<float>.Zero, c5 = Vector<float>.Zero, c6 = Vector<float>.Zero, c7 = Vector<float>.Zero;
        nint s0 = dots.Offsets[0];
        nint s1 = dots.Offsets[1];
        nint s2 = dots.Offsets[2];
        nint s3 = dots.Offsets[3];
        nint s4 = dots.Offsets[4];
        nint s5 = dots.Offsets[5];
        nint s6 = dots.Offsets[6];
        nint s7 = dots.Offsets[7];
        for (int block = 0; block < dots.Blocks; block++)
        {
            float* gradient = dots.Gradient + (block * dots.GradientBlock);
            float* plane = dots.Input + (block * dots.InputBlock);
            for (int y = 0; y < dots.Height; y++)
            {
                float* row = plane + ((nint)y * dots.StepY);
                for (int x = 0; x < dots.Width; x++)
                {
                    float* input = row + ((nint)x * dots.StepX);
                    for (float* end = gradient + dots.Length; gradient < end; gradient += Vector<float>.Count)
                    {
                        Vector<float> g = Vector.Load(gradient);
                        c0 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s0), c0);
                        c1 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s1), c1);
                        c2 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s2), c2);
                        c3 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s3), c3);
                        c4 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s4), c4);
                        c5 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s5), c5);
                        c6 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s6), c6);
                        c7 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s7), c7);
                        input += Vector<float>.Count;
                    }
                }
            }
        }

        sums[0] = Vector.Sum(c0);
        sums[1] = Vector.Sum(c1);
        sums[2] = Vector.Sum(c2);
        sums[3] = Vector.Sum(c3);
        sums[4] = Vector.Sum(c4);
        sums[5] = Vector.Sum(c5);
        sums[6] = Vector.Sum(c6);
        sums[7] = Vector.Sum(c7);
    }
}
