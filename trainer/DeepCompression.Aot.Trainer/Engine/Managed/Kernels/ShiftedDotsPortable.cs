using System.Numerics;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

/// <summary><see cref="ShiftedDots"/> with the machine's <see cref="Vector{T}"/>: 8 multiply-adds for every 9 or 10 loads.</summary>
internal static unsafe class ShiftedDotsPortable
{
    public static void Compute(in ShiftedDots dots, Span<float> sums)
    {
        if (dots.Offsets.Length == ShiftedDots.Few)
        {
            ComputeFew(in dots, sums);
        }
        else
        {
            ComputeMany(in dots, sums);
        }
    }

    private static void ComputeMany(in ShiftedDots dots, Span<float> sums)
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
            for (int stretch = 0; stretch < dots.Height * dots.Width; stretch++)
            {
                float* input = dots.Stretch(plane, stretch);
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

        sums[0] = Vector.Sum(c0);
        sums[1] = Vector.Sum(c1);
        sums[2] = Vector.Sum(c2);
        sums[3] = Vector.Sum(c3);
        sums[4] = Vector.Sum(c4);
        sums[5] = Vector.Sum(c5);
        sums[6] = Vector.Sum(c6);
        sums[7] = Vector.Sum(c7);
    }

    private static void ComputeFew(in ShiftedDots dots, Span<float> sums)
    {
        Vector<float> c0 = Vector<float>.Zero, c1 = Vector<float>.Zero, c2 = Vector<float>.Zero, c3 = Vector<float>.Zero;
        Vector<float> d0 = Vector<float>.Zero, d1 = Vector<float>.Zero, d2 = Vector<float>.Zero, d3 = Vector<float>.Zero;
        nint s0 = dots.Offsets[0];
        nint s1 = dots.Offsets[1];
        nint s2 = dots.Offsets[2];
        nint s3 = dots.Offsets[3];
        for (int block = 0; block < dots.Blocks; block++)
        {
            float* gradient = dots.Gradient + (block * dots.GradientBlock);
            float* plane = dots.Input + (block * dots.InputBlock);
            for (int stretch = 0; stretch < dots.Height * dots.Width; stretch++)
            {
                float* input = dots.Stretch(plane, stretch);
                for (float* end = gradient + dots.Length; gradient < end; gradient += 2 * Vector<float>.Count)
                {
                    Vector<float> g = Vector.Load(gradient);
                    c0 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s0), c0);
                    c1 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s1), c1);
                    c2 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s2), c2);
                    c3 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s3), c3);

                    g = Vector.Load(gradient + Vector<float>.Count);
                    input += Vector<float>.Count;
                    d0 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s0), d0);
                    d1 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s1), d1);
                    d2 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s2), d2);
                    d3 = Vector.MultiplyAddEstimate(g, Vector.Load(input + s3), d3);
                    input += Vector<float>.Count;
                }
            }
        }

        sums[0] = Vector.Sum(c0 + d0);
        sums[1] = Vector.Sum(c1 + d1);
        sums[2] = Vector.Sum(c2 + d2);
        sums[3] = Vector.Sum(c3 + d3);
    }
}
