using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// The transforms of Winograd's convolution F(4, 3) in one dimension (Lavin and Gray, Fast Algorithms for Convolutional Neural
/// Networks, 2015): four outputs of a filter of three are a linear map of six products. Polynomials are evaluated at 0, ±3/4, ±3/2
/// and infinity, where every factor is a short binary fraction and sums of hundreds of channels stay within a few millionths of the
/// largest; at 0, ±1, ±2 errors are four times as large.
/// </summary>
internal static unsafe class WinogradTransform
{
    private const float A = 0.75f;
    private const float B = 1.5f;
    private const float A2 = A * A;
    private const float B2 = B * B;

    /// <summary>Six numbers of each filter of three, <paramref name="step"/> apart; exact but for a rounding of doubles.</summary>
    public static void Filter(ReadOnlySpan<Vector<double>> filter, int step, Span<Vector<double>> points, int pointStep)
    {
        Vector<double> first = filter[0];
        Vector<double> second = filter[step];
        Vector<double> third = filter[2 * step];
        double scaleA = 1.0 / (2 * A2 * (A2 - B2));
        double scaleB = 1.0 / (2 * B2 * (B2 - A2));
        points[0] = first / (A2 * B2);
        points[pointStep] = (first + (A * second) + (A2 * third)) * scaleA;
        points[2 * pointStep] = (first - (A * second) + (A2 * third)) * scaleA;
        points[3 * pointStep] = (first + (B * second) + (B2 * third)) * scaleB;
        points[4 * pointStep] = (first - (B * second) + (B2 * third)) * scaleB;
        points[5 * pointStep] = third;
    }

    /// <summary>Six vectors of inputs become six points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TVector, TLanes>(float* source, nint step, float* destination, nint pointStep)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector x0 = TLanes.Load(source);
        TVector x1 = TLanes.Load(source + step);
        TVector x2 = TLanes.Load(source + (2 * step));
        TVector x3 = TLanes.Load(source + (3 * step));
        TVector x4 = TLanes.Load(source + (4 * step));
        TVector x5 = TLanes.Load(source + (5 * step));
        TVector product = TLanes.Create(A2 * B2);
        TVector minusSum = TLanes.Create(-(A2 + B2));
        TLanes.Store(TLanes.MultiplyAdd(x2, minusSum, TLanes.MultiplyAdd(x0, product, x4)), destination);
        TLanes.Store(TLanes.MultiplyAdd(x3, minusSum, TLanes.MultiplyAdd(x1, product, x5)), destination + (5 * pointStep));

        TVector even = TLanes.MultiplyAdd(x2, TLanes.Create(-B2), x4);
        TVector odd = TLanes.MultiplyAdd(x1, TLanes.Create(-B2), x3);
        TLanes.Store(TLanes.MultiplyAdd(odd, TLanes.Create(A), even), destination + pointStep);
        TLanes.Store(TLanes.MultiplyAdd(odd, TLanes.Create(-A), even), destination + (2 * pointStep));

        even = TLanes.MultiplyAdd(x2, TLanes.Create(-A2), x4);
        odd = TLanes.MultiplyAdd(x1, TLanes.Create(-A2), x3);
        TLanes.Store(TLanes.MultiplyAdd(odd, TLanes.Create(B), even), destination + (3 * pointStep));
        TLanes.Store(TLanes.MultiplyAdd(odd, TLanes.Create(-B), even), destination + (4 * pointStep));
    }

    /// <summary>Six vectors of products become four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TVector, TLanes>(float* source, nint pointStep, float* destination, nint step)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector atA = TLanes.Load(source + pointStep);
        TVector atMinusA = TLanes.Load(source + (2 * pointStep));
        TVector atB = TLanes.Load(source + (3 * pointStep));
        TVector atMinusB = TLanes.Load(source + (4 * pointStep));
        TVector evenA = TLanes.Add(atA, atMinusA);
        TVector oddA = TLanes.Subtract(atA, atMinusA);
        TVector evenB = TLanes.Add(atB, atMinusB);
        TVector oddB = TLanes.Subtract(atB, atMinusB);
        TLanes.Store(TLanes.Add(TLanes.Load(source), TLanes.Add(evenA, evenB)), destination);
        TLanes.Store(Combine(oddA, A, TLanes.MultiplyAdd(oddB, TLanes.Create(B), default)), destination + step);
        TLanes.Store(Combine(evenA, A2, TLanes.MultiplyAdd(evenB, TLanes.Create(B2), default)), destination + (2 * step));
        TVector atInfinity = TLanes.Load(source + (5 * pointStep));
        TLanes.Store(Combine(oddA, A * A2, TLanes.MultiplyAdd(oddB, TLanes.Create(B * B2), atInfinity)), destination + (3 * step));

        static TVector Combine(TVector x, float factor, TVector sum) => TLanes.MultiplyAdd(x, TLanes.Create(factor), sum);
    }
}
