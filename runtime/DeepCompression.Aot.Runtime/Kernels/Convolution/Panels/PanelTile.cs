using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A tile of output elements while the panels of weights pass: the sums of a panel's channels and of the tile's vectors, its columns,
/// stay in registers. Each weight is a broadcast that meets all columns, each column's input meets all weights.
/// </summary>
internal readonly unsafe struct PanelTile<TVector, TLanes, TTile, TColumns>
    where TVector : struct
    where TLanes : struct, IPanelLanes<TVector>
    where TTile : struct, IPanelTile
    where TColumns : struct, IColumnCount
{
    private readonly float* _input;
    private readonly int* _inputPlaces;
    private readonly float* _output;
    private readonly int* _outputPlaces;

    /// <summary>Describes a tile.</summary>
    /// <param name="input">What the places of taps and columns are counted from.</param>
    /// <param name="inputPlaces">The place of each column's vector, beside that of the tap.</param>
    /// <param name="output">The output of the first channel.</param>
    /// <param name="outputPlaces">The place of each column's vector there.</param>
    public PanelTile(float* input, int* inputPlaces, float* output, int* outputPlaces)
    {
        _input = input;
        _inputPlaces = inputPlaces;
        _output = output;
        _outputPlaces = outputPlaces;
    }

    /// <summary>The sums of a panel.</summary>
    public static int Sums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TTile.Rows * TColumns.Count;
    }

    /// <summary>
    /// Adds the products of a block of weights of a panel. Which of the 24 sums there are is a constant: the compiler keeps those in
    /// registers and drops the others.
    /// </summary>
    /// <param name="weights">The weights (tap, channel of the panel).</param>
    /// <param name="tap">The place of what each tap of the block meets.</param>
    /// <param name="end">The end of those.</param>
    /// <param name="bias">The panel's biases where the block is the first, or null: then its sums are in <paramref name="partial"/>.</param>
    /// <param name="partial">Receives the sums where another block follows.</param>
    /// <param name="channel">The first channel of the panel.</param>
    /// <param name="stored">Its channels whose outputs are stored: none where another block follows.</param>
    public void Add(float* weights, int* tap, int* end, float* bias, float* partial, int channel, int stored)
    {
        TVector s0, s1, s2, s3, s4, s5, s6, s7,
            s8, s9, s10, s11, s12, s13, s14, s15,
            s16, s17, s18, s19, s20, s21, s22, s23;
        if (bias != null)
        {
            s0 = Start(0, bias);
            s1 = Start(1, bias);
            s2 = Start(2, bias);
            s3 = Start(3, bias);
            s4 = Start(4, bias);
            s5 = Start(5, bias);
            s6 = Start(6, bias);
            s7 = Start(7, bias);
            s8 = Start(8, bias);
            s9 = Start(9, bias);
            s10 = Start(10, bias);
            s11 = Start(11, bias);
            s12 = Start(12, bias);
            s13 = Start(13, bias);
            s14 = Start(14, bias);
            s15 = Start(15, bias);
            s16 = Start(16, bias);
            s17 = Start(17, bias);
            s18 = Start(18, bias);
            s19 = Start(19, bias);
            s20 = Start(20, bias);
            s21 = Start(21, bias);
            s22 = Start(22, bias);
            s23 = Start(23, bias);
        }
        else
        {
            s0 = Resume(0, partial);
            s1 = Resume(1, partial);
            s2 = Resume(2, partial);
            s3 = Resume(3, partial);
            s4 = Resume(4, partial);
            s5 = Resume(5, partial);
            s6 = Resume(6, partial);
            s7 = Resume(7, partial);
            s8 = Resume(8, partial);
            s9 = Resume(9, partial);
            s10 = Resume(10, partial);
            s11 = Resume(11, partial);
            s12 = Resume(12, partial);
            s13 = Resume(13, partial);
            s14 = Resume(14, partial);
            s15 = Resume(15, partial);
            s16 = Resume(16, partial);
            s17 = Resume(17, partial);
            s18 = Resume(18, partial);
            s19 = Resume(19, partial);
            s20 = Resume(20, partial);
            s21 = Resume(21, partial);
            s22 = Resume(22, partial);
            s23 = Resume(23, partial);
        }

        float* column0 = Column(0);
        float* column1 = Column(1);
        float* column2 = Column(2);
        for (; tap < end; tap++)
        {
            nint place = *tap;
            TVector x0 = Load(0, column0 + place);
            TVector x1 = Load(1, column1 + place);
            TVector x2 = Load(2, column2 + place);
            TVector weight = default;
            weight = Weight(0, weights, weight);
            s0 = MultiplyAdd(0, x0, x1, x2, weight, s0);
            weight = Weight(1, weights, weight);
            s1 = MultiplyAdd(1, x0, x1, x2, weight, s1);
            weight = Weight(2, weights, weight);
            s2 = MultiplyAdd(2, x0, x1, x2, weight, s2);
            weight = Weight(3, weights, weight);
            s3 = MultiplyAdd(3, x0, x1, x2, weight, s3);
            weight = Weight(4, weights, weight);
            s4 = MultiplyAdd(4, x0, x1, x2, weight, s4);
            weight = Weight(5, weights, weight);
            s5 = MultiplyAdd(5, x0, x1, x2, weight, s5);
            weight = Weight(6, weights, weight);
            s6 = MultiplyAdd(6, x0, x1, x2, weight, s6);
            weight = Weight(7, weights, weight);
            s7 = MultiplyAdd(7, x0, x1, x2, weight, s7);
            weight = Weight(8, weights, weight);
            s8 = MultiplyAdd(8, x0, x1, x2, weight, s8);
            weight = Weight(9, weights, weight);
            s9 = MultiplyAdd(9, x0, x1, x2, weight, s9);
            weight = Weight(10, weights, weight);
            s10 = MultiplyAdd(10, x0, x1, x2, weight, s10);
            weight = Weight(11, weights, weight);
            s11 = MultiplyAdd(11, x0, x1, x2, weight, s11);
            weight = Weight(12, weights, weight);
            s12 = MultiplyAdd(12, x0, x1, x2, weight, s12);
            weight = Weight(13, weights, weight);
            s13 = MultiplyAdd(13, x0, x1, x2, weight, s13);
            weight = Weight(14, weights, weight);
            s14 = MultiplyAdd(14, x0, x1, x2, weight, s14);
            weight = Weight(15, weights, weight);
            s15 = MultiplyAdd(15, x0, x1, x2, weight, s15);
            weight = Weight(16, weights, weight);
            s16 = MultiplyAdd(16, x0, x1, x2, weight, s16);
            weight = Weight(17, weights, weight);
            s17 = MultiplyAdd(17, x0, x1, x2, weight, s17);
            weight = Weight(18, weights, weight);
            s18 = MultiplyAdd(18, x0, x1, x2, weight, s18);
            weight = Weight(19, weights, weight);
            s19 = MultiplyAdd(19, x0, x1, x2, weight, s19);
            weight = Weight(20, weights, weight);
            s20 = MultiplyAdd(20, x0, x1, x2, weight, s20);
            weight = Weight(21, weights, weight);
            s21 = MultiplyAdd(21, x0, x1, x2, weight, s21);
            weight = Weight(22, weights, weight);
            s22 = MultiplyAdd(22, x0, x1, x2, weight, s22);
            weight = Weight(23, weights, weight);
            s23 = MultiplyAdd(23, x0, x1, x2, weight, s23);
            weights += TTile.Rows;
        }

        if (stored == 0)
        {
            Keep(0, s0, partial);
            Keep(1, s1, partial);
            Keep(2, s2, partial);
            Keep(3, s3, partial);
            Keep(4, s4, partial);
            Keep(5, s5, partial);
            Keep(6, s6, partial);
            Keep(7, s7, partial);
            Keep(8, s8, partial);
            Keep(9, s9, partial);
            Keep(10, s10, partial);
            Keep(11, s11, partial);
            Keep(12, s12, partial);
            Keep(13, s13, partial);
            Keep(14, s14, partial);
            Keep(15, s15, partial);
            Keep(16, s16, partial);
            Keep(17, s17, partial);
            Keep(18, s18, partial);
            Keep(19, s19, partial);
            Keep(20, s20, partial);
            Keep(21, s21, partial);
            Keep(22, s22, partial);
            Keep(23, s23, partial);
            return;
        }

        float* output = _output + ((nint)channel * TTile.Positions);
        Store(0, s0, output, stored);
        Store(1, s1, output, stored);
        Store(2, s2, output, stored);
        Store(3, s3, output, stored);
        Store(4, s4, output, stored);
        Store(5, s5, output, stored);
        Store(6, s6, output, stored);
        Store(7, s7, output, stored);
        Store(8, s8, output, stored);
        Store(9, s9, output, stored);
        Store(10, s10, output, stored);
        Store(11, s11, output, stored);
        Store(12, s12, output, stored);
        Store(13, s13, output, stored);
        Store(14, s14, output, stored);
        Store(15, s15, output, stored);
        Store(16, s16, output, stored);
        Store(17, s17, output, stored);
        Store(18, s18, output, stored);
        Store(19, s19, output, stored);
        Store(20, s20, output, stored);
        Store(21, s21, output, stored);
        Store(22, s22, output, stored);
        Store(23, s23, output, stored);
    }

    /// <summary>Where the vectors of a column are, but for the places of taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Column(int column) => column < TColumns.Count ? _input + _inputPlaces[column] : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(int column, float* x) => column < TColumns.Count ? TLanes.Load(x) : default;

    /// <summary>The weight of a sum: another one where its row begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Weight(int sum, float* weights, TVector weight) =>
        sum < Sums && sum % TColumns.Count == 0 ? TLanes.Create(weights[sum / TColumns.Count]) : weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(int number, TVector x0, TVector x1, TVector x2, TVector weight, TVector sum) =>
        number >= Sums ? sum : (number % TColumns.Count) switch
        {
            0 => TLanes.MultiplyAdd(x0, weight, sum),
            1 => TLanes.MultiplyAdd(x1, weight, sum),
            _ => TLanes.MultiplyAdd(x2, weight, sum),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start(int sum, float* bias) => sum < Sums ? TLanes.Create(bias[sum / TColumns.Count]) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Resume(int sum, float* partial) => sum < Sums ? TLanes.Load(partial + (sum * TLanes.Count)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(int number, TVector sum, float* partial)
    {
        if (number < Sums)
        {
            TLanes.Store(sum, partial + (number * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(int number, TVector sum, float* output, int stored)
    {
        if (number < Sums && number / TColumns.Count < stored)
        {
            float* row = output + (number / TColumns.Count * (nint)TTile.Positions);
            TLanes.Store(TTile.Relu ? TLanes.Relu(sum) : sum, row + _outputPlaces[number % TColumns.Count]);
        }
    }
}
