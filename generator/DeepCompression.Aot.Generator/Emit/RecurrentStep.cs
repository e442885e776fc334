using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints one step of a recurrent layer: from <c>state</c> and a row of the input to <c>next</c>.</summary>
/// <param name="code">Where it goes.</param>
/// <param name="layer">The layer.</param>
/// <param name="row">The number of the row, as an expression.</param>
/// <param name="product">The statement that multiplies the weight with a vector.</param>
internal sealed class RecurrentStep(CodeWriter code, RecurrentLayer layer, string row, Func<string, string, string> product)
{
    private int Units => layer.Units;

    public void Emit()
    {
        switch (layer.Operator)
        {
            case LstmOperator: EmitLstm(); break;
            case GruOperator gru: EmitGru(gru); break;
            default: EmitSimple(); break;
        }
    }

    private void EmitSimple()
    {
        code.Write(product("state", "next"));
        code.Write($"Runtime::Recurrence.Add(next, {Input(0, 1)});");
        EmitFunction(0, "next");
    }

    private void EmitLstm()
    {
        code.Write($"Span<float> cell = {(layer.Sequences == 1 ? "cells" : $"cells.Slice(sequence * {Units}, {Units})")};");
        code.Write($"Span<float> inputGate = {Gate(0)};");
        code.Write($"Span<float> outputGate = {Gate(1)};");
        code.Write($"Span<float> forgetGate = {Gate(2)};");
        code.Write($"Span<float> candidate = {Gate(3)};");
        code.Write(product("state", "gates"));
        code.Write($"Runtime::Recurrence.Add(gates, {Input(0, 4)});");
        if (layer.Peepholes is null)
        {
            // The three gates of one function lie side by side.
            EmitFunction(0, Gate(0, count: 3));
        }
        else
        {
            EmitPeephole("inputGate", 0);
            EmitFunction(0, "inputGate");
            EmitPeephole("forgetGate", 2);
            EmitFunction(0, "forgetGate");
        }

        EmitFunction(1, "candidate");
        code.Write("Runtime::Recurrence.Multiply(cell, forgetGate);");
        code.Write("Runtime::Recurrence.AddProduct(cell, inputGate, candidate);");
        if (layer.Peepholes is not null)
        {
            EmitPeephole("outputGate", 1);
            EmitFunction(0, "outputGate");
        }

        code.Write("cell.CopyTo(next);");
        EmitFunction(2, "next");
        code.Write("Runtime::Recurrence.Multiply(next, outputGate);");
    }

    private void EmitGru(GruOperator gru)
    {
        code.Write($"Span<float> update = {Gate(0)};");
        code.Write($"Span<float> reset = {Gate(1)};");
        code.Write($"Span<float> candidate = {(gru.ResetsAfter ? "gates" : "resetGates")}.Slice({2 * Units}, {Units});");
        code.Write(product("state", "gates"));
        code.Write($"Runtime::Recurrence.Add({Gate(0, count: 2)}, {Input(0, 2)});");
        EmitFunction(0, Gate(0, count: 2));
        if (gru.ResetsAfter)
        {
            code.Write("Runtime::Recurrence.Multiply(candidate, reset);");
        }
        else
        {
            // Of the second product only the candidate's rows are needed.
            code.Write("state.CopyTo(next);");
            code.Write("Runtime::Recurrence.Multiply(next, reset);");
            code.Write(product("next", "resetGates"));
        }

        code.Write($"Runtime::Recurrence.Add(candidate, {Input(2, 1)});");
        EmitFunction(1, "candidate");
        code.Write("Runtime::Recurrence.Blend(update, candidate, state, next);");
    }

    private string Gate(int first, int count = 1) => $"gates.Slice({first * Units}, {count * Units})";

    /// <summary>What some gates receive from outside.</summary>
    private string Input(int first, int count)
    {
        string start = first == 0 ? $"{row} * {layer.GateLength}" : $"({row} * {layer.GateLength}) + {first * Units}";
        return $"input.Slice({start}, {count * Units})";
    }

    private void EmitPeephole(string gate, int number)
    {
        float[] weights = layer.Peepholes!.Tensor.ToDense();
        IEnumerable<string> own = weights.Skip(number * Units).Take(Units).Select(Literals.Float);
        code.Write($"Runtime::Recurrence.AddProduct({gate}, cell, [{string.Join(", ", own)}]);");
    }

    /// <summary>A function of the layer, by its number, on the elements of a span.</summary>
    private void EmitFunction(int number, string span)
    {
        RecurrentForm form = layer.Operator.Form;
        if (form.Clip is float clip)
        {
            code.Write(Apply($"new Runtime::Clip({Literals.Float(-clip)}, {Literals.Float(clip)})", span));
        }

        GateFunction function = form.Functions[number];
        IEnumerable<string> numbers = new[] { function.Alpha, function.Beta }.Take(GateFunction.NumbersOf(function.Kind)).Select(Literals.Float);
        code.Write(function.Kind == GateFunctionKind.Relu
            ? $"Runtime::Relu.Apply({span}, {span});"
            : Apply($"new Runtime::{function.Kind}({string.Join(", ", numbers)})", span));
    }

    private static string Apply(string function, string span) => $"Runtime::Unary.Apply({function}, {span}, {span});";
}
