using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Recurrent layers step by step; <see cref="LstmOperator"/>, <see cref="GruOperator"/> and <see cref="RnnOperator"/> state what a step computes.</summary>
internal static class ReferenceRecurrent
{
    /// <summary>Runs all sequences.</summary>
    /// <param name="op">The layer.</param>
    /// <param name="input">The rows of gates.</param>
    /// <param name="weight">(G · H, H).</param>
    /// <param name="vector">The peepholes of an LSTM or the bias of a GRU, or null.</param>
    /// <param name="states">The first states, or none.</param>
    public static float[] Run(RecurrentOperator op, float[] input, float[] weight, float[]? vector, float[][] states)
    {
        int units = (int)Math.Sqrt(weight.Length / op.Gates);
        int sequences = op.Form.Sequences;
        int rows = input.Length / (units * op.Gates);
        int steps = rows / sequences;
        bool keepsCell = op is LstmOperator { KeepsCell: true };
        var output = new float[(rows + (keepsCell ? sequences : 0)) * units];
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            float[] state = First(states, 0, sequence, units);
            float[] cell = First(states, 1, sequence, units);
            for (int turn = 0; turn < steps; turn++)
            {
                int row = ((op.Form.IsReverse ? steps - 1 - turn : turn) * sequences) + sequence;
                float[] gates = input.AsSpan(row * units * op.Gates, units * op.Gates).ToArray();
                state = Step(op, gates, weight, vector, state, cell);
                state.CopyTo(output, row * units);
            }

            if (keepsCell)
            {
                cell.CopyTo(output, (rows + sequence) * units);
            }
        }

        return output;
    }

    private static float[] First(float[][] states, int number, int sequence, int units) =>
        number < states.Length ? states[number].AsSpan(sequence * units, units).ToArray() : new float[units];

    private static float[] Step(RecurrentOperator op, float[] gates, float[] weight, float[]? vector, float[] state, float[] cell) => op switch
    {
        LstmOperator => Lstm(op.Form, gates, ReferenceLinear.Run(state, weight, default, weight.Length / state.Length), vector, cell),
        GruOperator gru => Gru(gru, gates, weight, vector, state),
        _ => [.. gates.Zip(ReferenceLinear.Run(state, weight, default, state.Length), (x, sum) => ReferenceGate.Of(op.Form.Functions[0], x + sum, op.Form.Clip))],
    };

    private static float[] Lstm(RecurrentForm form, float[] gates, float[] product, float[]? peepholes, float[] cell)
    {
        int units = cell.Length;
        var state = new float[units];
        for (int unit = 0; unit < units; unit++)
        {
            float input = Gate(0, 0);
            float forget = Gate(2, 0);
            float candidate = Gate(3, 1);
            cell[unit] = (forget * cell[unit]) + (input * candidate);
            state[unit] = Gate(1, 0) * ReferenceGate.Of(form.Functions[2], cell[unit], form.Clip);

            float Gate(int gate, int function)
            {
                float sum = gates[(gate * units) + unit] + product[(gate * units) + unit];

                // The candidate, the fourth, has no peephole; the output gate sees the new cell.
                sum += peepholes is null || gate == 3 ? 0 : peepholes[(gate * units) + unit] * cell[unit];
                return ReferenceGate.Of(form.Functions[function], sum, form.Clip);
            }
        }

        return state;
    }

    private static float[] Gru(GruOperator op, float[] gates, float[] weight, float[]? bias, float[] state)
    {
        int units = state.Length;
        float[] product = ReferenceLinear.Run(state, weight, bias, 3 * units);
        float[] update = [.. Enumerable.Range(0, units).Select(unit => Gate(unit, product[unit], 0))];
        float[] reset = [.. Enumerable.Range(units, units).Select(unit => Gate(unit, product[unit], 0))];
        float[] candidates = op.ResetsAfter
            ? [.. reset.Select((gate, unit) => gate * product[(2 * units) + unit])]
            : ReferenceLinear.Run([.. reset.Zip(state, (gate, before) => gate * before)], weight.AsSpan(2 * units * units), default, units);
        return [.. Enumerable.Range(0, units).Select(unit =>
            ((1 - update[unit]) * Gate((2 * units) + unit, candidates[unit], 1)) + (update[unit] * state[unit]))];

        float Gate(int place, float sum, int function) => ReferenceGate.Of(op.Form.Functions[function], gates[place] + sum, op.Form.Clip);
    }
}
