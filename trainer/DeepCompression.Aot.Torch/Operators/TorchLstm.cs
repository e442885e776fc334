using DeepCompression.Aot.Format;
using static TorchSharp.torch;

namespace DeepCompression.Aot.Torch.Operators;

/// <summary>Long short-term memory with zero first states, the usual functions and one sequence; gates lie as i, o, f, c.</summary>
internal static class TorchLstm
{
    /// <summary>Whether a layer is of the kind that is trained.</summary>
    public static bool IsKnown(LstmOperator lstm) =>
        lstm is { States.Length: 0, Peepholes: null, KeepsCell: false, Form: { Sequences: 1, Clip: null } form } && form.Functions == LstmOperator.Usual;

    /// <summary>The states after each step, (samples, steps, units).</summary>
    /// <param name="input">(samples, steps, 4 units): the projected inputs.</param>
    /// <param name="weight">(4 units, units).</param>
    /// <param name="isReverse">Whether the last step comes first.</param>
    public static Tensor Apply(Tensor input, Tensor weight, bool isReverse)
    {
        int steps = (int)input.shape[1];
        Tensor recurrent = weight.t();
        var states = new Tensor[steps];
        Tensor? state = null;
        Tensor? cell = null;
        for (int turn = 0; turn < steps; turn++)
        {
            int step = isReverse ? steps - 1 - turn : turn;
            Tensor sums = input.select(1, step);
            Tensor[] gates = (state is null ? sums : sums + state.matmul(recurrent)).chunk(LstmOperator.GateCount, 1);
            Tensor candidate = gates[0].sigmoid() * gates[3].tanh();
            cell = cell is null ? candidate : (gates[2].sigmoid() * cell) + candidate;
            state = gates[1].sigmoid() * cell.tanh();
            states[step] = state;
        }

        return stack(states, 1);
    }
}
