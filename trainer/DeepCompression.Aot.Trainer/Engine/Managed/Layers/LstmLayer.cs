using System.Numerics;
using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;

namespace DeepCompression.Aot.Trainer.Engine.Managed.Layers;

/// <summary>
/// Long short-term memory with zero first states, the usual functions and one sequence: input (steps, 4 H), weight (4 H, H), output
/// (steps, H). Back-propagation through time keeps each step's gates, cell and tanh of the cell.
/// </summary>
internal sealed unsafe class LstmLayer(LayerInput input, Activation output, TrainedParameter weight, bool isReverse)
    : RowLayer(input, weight, bias: null, input.Activation.Elements / weight.Shape.Rows)
{
    // For each block: (steps, 4 H, lanes) of gates, which become their gradients; (steps, H, lanes) of cells and of their tanh.
    private AlignedBuffer? _gates;
    private AlignedBuffer? _cells;
    private AlignedBuffer? _squashed;

    // For each block the gradients with respect to a step's state and cell from the step behind it, and zeros: (3, H, lanes).
    private AlignedBuffer? _carried;

    /// <summary>Floats of a vector of units, of all lanes.</summary>
    private int UnitLength => K * Lanes.Count;

    private int GateLength => M * Lanes.Count;

    public override void Reserve(int blocks)
    {
        base.Reserve(blocks);
        _gates = AlignedBuffer.Ensure(_gates, (long)blocks * Rows * GateLength);
        _cells = AlignedBuffer.Ensure(_cells, (long)blocks * Rows * UnitLength);
        _squashed = AlignedBuffer.Ensure(_squashed, (long)blocks * Rows * UnitLength);
        _carried = AlignedBuffer.Ensure(_carried, (long)blocks * 3 * UnitLength);
    }

    public override void Forward(in Pass pass, int block)
    {
        float* inputs = Input.Activation.Values(block);
        float* states = output.Values(block);
        for (int turn = 0; turn < Rows; turn++)
        {
            int step = StepAt(turn);
            float* gates = Gates(block, step);
            new ReadOnlySpan<float>(inputs + ((nint)step * GateLength), GateLength).CopyTo(new Span<float>(gates, GateLength));
            if (turn > 0)
            {
                Products.Forward(states + ((nint)StepAt(turn - 1) * UnitLength), gates, bias: null, accumulate: true);
            }

            float* before = turn > 0 ? Cell(block, StepAt(turn - 1)) : Zeros(block);
            Advance(gates, before, Cell(block, step), Squashed(block, step), states + ((nint)step * UnitLength));
        }
    }

    public override void Backward(in Pass pass, int block)
    {
        float* states = output.Values(block);
        float* gradients = output.Gradients(block);
        float* nextState = _carried!.Pointer + ((nint)block * 3 * UnitLength);
        float* nextCell = nextState + UnitLength;
        new Span<float>(nextState, 2 * UnitLength).Clear();
        for (int turn = Rows - 1; turn >= 0; turn--)
        {
            int step = StepAt(turn);
            float* before = turn > 0 ? Cell(block, StepAt(turn - 1)) : Zeros(block);
            float* stateBefore = turn > 0 ? states + ((nint)StepAt(turn - 1) * UnitLength) : Zeros(block);
            float* gates = Gates(block, step);
            Return(gates, before, Squashed(block, step), gradients + ((nint)step * UnitLength), nextState, nextCell);
            Products.Keep(pass.Blocks, block, step, stateBefore, gates);
            Products.Backward(gates, nextState, accumulate: false);
            PassOn(gates, block, step);
        }
    }

    private int StepAt(int turn) => isReverse ? Rows - 1 - turn : turn;

    private float* Gates(int block, int step) => _gates!.Pointer + ((((nint)block * Rows) + step) * GateLength);

    private float* Cell(int block, int step) => _cells!.Pointer + ((((nint)block * Rows) + step) * UnitLength);

    private float* Squashed(int block, int step) => _squashed!.Pointer + ((((nint)block * Rows) + step) * UnitLength);

    /// <summary>Zeros, which nothing overwrites.</summary>
    private float* Zeros(int block) => _carried!.Pointer + ((((nint)block * 3) + 2) * UnitLength);

    /// <summary>A step from its sums: gates i, o, f, c become what their functions make of them.</summary>
    private void Advance(float* gates, float* before, float* cell, float* squashed, float* state)
    {
        int length = UnitLength;
        for (int k = 0; k < length; k += Vector<float>.Count)
        {
            Vector<float> input = Sigmoid(Vector.Load(gates + k));
            Vector<float> exit = Sigmoid(Vector.Load(gates + length + k));
            Vector<float> forget = Sigmoid(Vector.Load(gates + (2 * length) + k));
            Vector<float> candidate = Tanh(Vector.Load(gates + (3 * length) + k));
            Vector<float> next = (forget * Vector.Load(before + k)) + (input * candidate);
            Vector<float> seen = Tanh(next);
            input.Store(gates + k);
            exit.Store(gates + length + k);
            forget.Store(gates + (2 * length) + k);
            candidate.Store(gates + (3 * length) + k);
            next.Store(cell + k);
            seen.Store(squashed + k);
            (exit * seen).Store(state + k);
        }
    }

    /// <summary>The same step back: gates become the gradients of their sums, and the cell's gradient that of the cell before.</summary>
    private void Return(float* gates, float* before, float* squashed, float* gradient, float* nextState, float* nextCell)
    {
        int length = UnitLength;
        for (int k = 0; k < length; k += Vector<float>.Count)
        {
            Vector<float> input = Vector.Load(gates + k);
            Vector<float> exit = Vector.Load(gates + length + k);
            Vector<float> forget = Vector.Load(gates + (2 * length) + k);
            Vector<float> candidate = Vector.Load(gates + (3 * length) + k);
            Vector<float> seen = Vector.Load(squashed + k);
            Vector<float> state = Vector.Load(gradient + k) + Vector.Load(nextState + k);
            Vector<float> cell = (state * exit * (Vector<float>.One - (seen * seen))) + Vector.Load(nextCell + k);
            (cell * candidate * input * (Vector<float>.One - input)).Store(gates + k);
            (state * seen * exit * (Vector<float>.One - exit)).Store(gates + length + k);
            (cell * Vector.Load(before + k) * forget * (Vector<float>.One - forget)).Store(gates + (2 * length) + k);
            (cell * input * (Vector<float>.One - (candidate * candidate))).Store(gates + (3 * length) + k);
            (cell * forget).Store(nextCell + k);
        }
    }

    /// <summary>The gradient of a step's sums is that of the step's input.</summary>
    private void PassOn(float* gates, int block, int step)
    {
        if (!Input.NeedsGradient)
        {
            return;
        }

        float* target = Input.Activation.Gradients(block) + ((nint)step * GateLength);
        for (int k = 0; k < GateLength; k += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(gates + k);
            (Input.Accumulate ? gradient + Vector.Load(target + k) : gradient).Store(target + k);
        }
    }

    private static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    /// <summary>2 · sigmoid(2 x) − 1: in training the last digits near zero do not matter.</summary>
    private static Vector<float> Tanh(Vector<float> x) => (Sigmoid(x * 2) * 2) - Vector<float>.One;
}
