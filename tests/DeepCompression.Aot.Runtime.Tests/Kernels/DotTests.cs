using System.Numerics;
using System.Runtime.InteropServices;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Runtime.Tests.Kernels;

/// <summary>Both dot products against a sum in double precision; in guarded memory, so that a read outside ends the run.</summary>
public class DotTests
{
    private const int MaxSlots = 7 * GatherDot.SlotsPerStep;

    [LinuxFact]
    public void Gathering_sums_a_row_of_any_length()
    {
        var random = new Random(11);
        for (int slots = 0; slots <= MaxSlots; slots += GatherDot.SlotsPerStep)
        {
            for (int fillers = 0; fillers < Math.Min(slots, GatherDot.SlotsPerStep); fillers++)
            {
                using var row = new Row<ushort>(random, slots, fillers, activations: 77);
                row.RequireSum(row.Gathered);
                row.RequireSameInBothWays();
                using var wideRow = new Row<int>(random, slots, fillers, activations: 70_000);
                wideRow.RequireSum(wideRow.Gathered);
                wideRow.RequireSameInBothWays();
            }
        }
    }

    [LinuxFact]
    public void The_scalar_form_sums_a_row_of_any_length()
    {
        var random = new Random(12);
        for (int slots = 0; slots <= MaxSlots; slots++)
        {
            using var row = new Row<ushort>(random, slots, fillers: 0, activations: 19);
            row.RequireSum(row.Scalar);
            using var wideRow = new Row<int>(random, slots, fillers: slots / 3, activations: 5);
            wideRow.RequireSum(wideRow.Scalar);
        }
    }

    [LinuxFact]
    public void A_filler_adds_nothing_even_beside_infinity()
    {
        for (int weights = 1; weights < 2 * GatherDot.SlotsPerStep; weights++)
        {
            int slots = (weights + 7) / 8 * 8;
            using var row = new Row<ushort>(new Random(weights), slots, slots - weights, activations: 40);
            row.FillWith(0);
            row.SetLast(float.PositiveInfinity);
            Assert.Equal(float.PositiveInfinity, row.Gathered);
            Assert.Equal(float.PositiveInfinity, row.Scalar);
        }
    }

    [LinuxFact]
    public void An_activation_that_is_not_a_number_reaches_the_rows_that_read_it_and_no_other()
    {
        using var row = new Row<ushort>(new Random(9), slots: 16, fillers: 5, activations: 60);
        row.FillWith(float.NaN);
        Assert.Equal(float.NaN, row.Gathered);
        Assert.Equal(float.NaN, row.Scalar);
        row.SetReadOnes(2);
        Assert.True(float.IsFinite(row.Gathered));
        Assert.True(float.IsFinite(row.Scalar));
    }

    /// <summary>A random row with its activations, each in its own guarded memory.</summary>
    private sealed class Row<TColumn> : IDisposable
        where TColumn : unmanaged, IBinaryInteger<TColumn>
    {
        private readonly GuardedMemory<float> _x;
        private readonly GuardedMemory<TColumn> _columns;
        private readonly GuardedMemory<float> _values;

        public Row(Random random, int slots, int fillers, int activations)
        {
            bool atStart = random.Next(2) == 0;
            _x = new GuardedMemory<float>(activations, atStart);
            _columns = new GuardedMemory<TColumn>(slots, atStart);
            _values = new GuardedMemory<float>(slots, atStart);
            foreach (ref float element in _x.Span)
            {
                element = random.NextSingle() - 0.5f;
            }

            for (int i = 0; i < slots; i++)
            {
                bool filler = i >= slots - fillers;
                _columns.Span[i] = filler && i > 0 ? _columns.Span[i - 1] : TColumn.CreateChecked(random.Next(activations));
                _values.Span[i] = filler ? 0 : random.NextSingle() + 0.01f;
            }
        }

        public float Scalar => ScalarDot.Sum(
            ref X, ref MemoryMarshal.GetReference(_columns.Span), ref Values, _values.Span.Length);

        public float Gathered => typeof(TColumn) == typeof(ushort)
            ? GatherDot.Sum(ref X, ref Columns<ushort>(), ref Values, _values.Span.Length)
            : GatherDot.Sum(ref X, ref Columns<int>(), ref Values, _values.Span.Length);

        private ref float X => ref MemoryMarshal.GetReference(_x.Span);

        private ref float Values => ref MemoryMarshal.GetReference(_values.Span);

        public void FillWith(float value) => _x.Span.Fill(value);

        public void SetLast(float value) => _x.Span[int.CreateChecked(_columns.Span[^1])] = value;

        public void SetReadOnes(float value)
        {
            foreach (TColumn column in _columns.Span)
            {
                _x.Span[int.CreateChecked(column)] = value;
            }
        }

        /// <summary>The exact sum lies within the rounding errors of any order of summation.</summary>
        public void RequireSum(float actual)
        {
            double sum = 0;
            double magnitude = 0;
            for (int i = 0; i < _values.Span.Length; i++)
            {
                double product = (double)_x.Span[int.CreateChecked(_columns.Span[i])] * _values.Span[i];
                sum += product;
                magnitude += Math.Abs(product);
            }

            Assert.Equal(sum, actual, magnitude * (_values.Span.Length + 1) * Math.Pow(2, -24));
        }

        /// <summary>Gathered by the instruction and by loads, activations have the same sum, bit for bit.</summary>
        public void RequireSameInBothWays()
        {
            if (GatherDot.IsSupported)
            {
                ref TColumn columns = ref MemoryMarshal.GetReference(_columns.Span);
                float loaded = GatherDot.Sum<TColumn, ScalarGather>(ref X, ref columns, ref Values, _values.Span.Length);
                Assert.Equal(GatherDot.Sum<TColumn, VectorGather>(ref X, ref columns, ref Values, _values.Span.Length), loaded);
            }
        }

        public void Dispose()
        {
            _x.Dispose();
            _columns.Dispose();
            _values.Dispose();
        }

        private ref TOther Columns<TOther>()
            where TOther : unmanaged => ref MemoryMarshal.GetReference(MemoryMarshal.Cast<TColumn, TOther>(_columns.Span));
    }
}
