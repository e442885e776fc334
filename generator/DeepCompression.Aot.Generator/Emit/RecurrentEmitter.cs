using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints the loop of a recurrent layer over its steps; <see cref="LstmOperator"/> and its like state what a step computes.</summary>
internal static class RecurrentEmitter
{
    /// <param name="code">Where it goes.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="product">The method that multiplies the weight with a state.</param>
    public static void Emit(CodeWriter code, RecurrentLayer layer, string product)
    {
        EmitMemory(code, layer);
        code.Blank();
        bool isReverse = layer.Operator.Form.IsReverse;
        int last = layer.Steps - 1;
        code.Open(isReverse ? $"for (int step = {last}; step >= 0; step--)" : $"for (int step = 0; step < {layer.Steps}; step++)");
        if (layer.Sequences > 1)
        {
            code.Open($"for (int sequence = 0; sequence < {layer.Sequences}; sequence++)");
            code.Write($"int row = (step * {layer.Sequences}) + sequence;");
        }

        string row = layer.Sequences > 1 ? "row" : "step";
        string before = $"output.Slice(({row} {(isReverse ? "+" : "-")} {layer.Sequences}) * {layer.Units}, {layer.Units})";
        code.Write($"ReadOnlySpan<float> state = step == {(isReverse ? last : 0)} ? {FirstState(layer)} : {before};");
        code.Write($"Span<float> next = output.Slice({row} * {layer.Units}, {layer.Units});");
        string kernelScratch = layer.Product.ScratchLength > 0 ? $", scratch.Slice({layer.KernelScratchStart})" : string.Empty;
        var step = new RecurrentStep(code, layer, row, (input, output) => $"{product}({input}, {output}{kernelScratch});");
        step.Emit();
        if (layer.Sequences > 1)
        {
            code.Close();
        }

        code.Close();
    }

    /// <summary>The parts of scratch memory, and what they hold at first.</summary>
    private static void EmitMemory(CodeWriter code, RecurrentLayer layer)
    {
        if (layer.Operator is not RnnOperator)
        {
            code.Write($"Span<float> gates = scratch.Slice(0, {layer.GateLength});");
        }

        if (layer.Operator is LstmOperator lstm)
        {
            string cells = lstm.KeepsCell
                ? $"output.Slice({layer.Rows * layer.Units}, {layer.StateLength})"
                : $"scratch.Slice({layer.CellStart}, {layer.StateLength})";
            code.Write($"Span<float> cells = {cells};");
            code.Write(layer.States.Length == 0 ? "cells.Clear();" : "firstCell.CopyTo(cells);");
        }

        if (layer.Operator is GruOperator { ResetsAfter: false })
        {
            code.Write($"Span<float> resetGates = scratch.Slice({layer.GateLength}, {layer.GateLength});");
        }

        if (layer.States.Length == 0)
        {
            code.Write($"Span<float> zeros = scratch.Slice({layer.ZerosStart}, {layer.Units});");
            code.Write("zeros.Clear();");
        }
    }

    private static string FirstState(RecurrentLayer layer) => layer switch
    {
        { States.Length: 0 } => "zeros",
        { Sequences: 1 } => "firstState",
        _ => $"firstState.Slice(sequence * {layer.Units}, {layer.Units})",
    };
}
