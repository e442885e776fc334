using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>Recurrent layers in double precision, by the equations of ONNX's LSTM, GRU and RNN.</summary>
internal static class DoubleRecurrent
{
    public static double[] Run(RecurrentOperator op, double[] x, float[] r, float[]? vector, double[][] states)
    {
        int gates = op switch { LstmOperator => 4, GruOperator => 3, _ => 1 };
        int units = Enumerable.Range(1, r.Length).First(size => gates * size * size == r.Length);
        double[][] rows = [.. x.Chunk(gates * units)];
        int sequences = op.Form.Sequences;
        var h = new double[rows.Length][];
        var cells = new double[sequences][];
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            double[] state = [.. First(0)];
            double[] cell = [.. First(1)];
            IEnumerable<int> own = Enumerable.Range(0, rows.Length).Where(row => row % sequences == sequence);
            foreach (int row in op.Form.IsReverse ? own.Reverse() : own)
            {
                (state, cell) = op switch
                {
                    LstmOperator => Lstm(op.Form, rows[row], r, vector, state, cell),
                    GruOperator gru => (Gru(gru, rows[row], r, vector, state), cell),
                    _ => ([.. rows[row].Select((sum, i) => F(op.Form, 0, sum + Product(r, i, state)))], cell),
                };
                h[row] = state;
            }

            cells[sequence] = cell;

            IEnumerable<double> First(int number) =>
                number < states.Length ? states[number].Skip(sequence * units).Take(units) : Enumerable.Repeat(0.0, units);
        }

        return [.. h.Concat(op is LstmOperator { KeepsCell: true } ? cells : []).SelectMany(row => row)];
    }

    private static (double[] State, double[] Cell) Lstm(RecurrentForm form, double[] x, float[] r, float[]? p, double[] state, double[] cell)
    {
        int n = state.Length;
        var newState = new double[n];
        var newCell = new double[n];
        for (int k = 0; k < n; k++)
        {
            double i = F(form, 0, Sum(k) + (Peephole(k) * cell[k]));
            double f = F(form, 0, Sum((2 * n) + k) + (Peephole((2 * n) + k) * cell[k]));
            double c = F(form, 1, Sum((3 * n) + k));
            newCell[k] = (f * cell[k]) + (i * c);
            double o = F(form, 0, Sum(n + k) + (Peephole(n + k) * newCell[k]));
            newState[k] = o * F(form, 2, newCell[k]);
        }

        return (newState, newCell);

        double Sum(int gate) => x[gate] + Product(r, gate, state);

        double Peephole(int number) => p is null ? 0 : p[number];
    }

    private static double[] Gru(GruOperator op, double[] x, float[] r, float[]? b, double[] state)
    {
        int n = state.Length;
        double[] z = [.. Enumerable.Range(0, n).Select(k => F(op.Form, 0, Sum(k)))];
        double[] reset = [.. Enumerable.Range(0, n).Select(k => F(op.Form, 0, Sum(n + k)))];
        double[] remembered = [.. state.Select((value, k) => reset[k] * value)];
        return [.. Enumerable.Range(0, n).Select(k =>
        {
            int gate = (2 * n) + k;
            double candidate = F(op.Form, 1, op.ResetsAfter
                ? x[gate] + (reset[k] * (Product(r, gate, state) + Bias(gate)))
                : x[gate] + Product(r, gate, remembered));
            return ((1 - z[k]) * candidate) + (z[k] * state[k]);
        })];

        double Sum(int gate) => x[gate] + Product(r, gate, state) + Bias(gate);

        double Bias(int gate) => b is null ? 0 : b[gate];
    }

    private static double Product(float[] r, int row, double[] state) => state.Select((value, k) => r[(row * state.Length) + k] * value).Sum();

    private static double F(RecurrentForm form, int number, double x)
    {
        GateFunction function = form.Functions[number];
        (double alpha, double beta) = (function.Alpha, function.Beta);
        x = form.Clip is float clip ? Math.Min(Math.Max(x, -clip), clip) : x;
        return function.Kind switch
        {
            GateFunctionKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
            GateFunctionKind.Tanh => Math.Tanh(x),
            GateFunctionKind.Relu => Math.Max(0, x),
            GateFunctionKind.Affine => (alpha * x) + beta,
            GateFunctionKind.LeakyRelu => x >= 0 ? x : alpha * x,
            GateFunctionKind.ThresholdedRelu => x > alpha ? x : 0,
            GateFunctionKind.ScaledTanh => alpha * Math.Tanh(beta * x),
            GateFunctionKind.HardSigmoid => Math.Min(Math.Max((alpha * x) + beta, 0), 1),
            GateFunctionKind.Elu => x >= 0 ? x : alpha * (Math.Exp(x) - 1),
            GateFunctionKind.Softsign => x / (1 + Math.Abs(x)),
            GateFunctionKind.Softplus => Math.Log(1 + Math.Exp(x)),
            _ => throw new InvalidOperationException($"{function.Kind} has no reference."),
        };
    }
}
