namespace DeepCompression.Aot.Format;

/// <summary>
/// Long short-term memory. Of a row's gates i, o, f and c, with state h and cell C of the step before: i = f(i + pᵢ ⊙ C), f = f(f + p_f ⊙ C),
/// C' = f ⊙ C + i ⊙ g(c), o = f(o + pₒ ⊙ C'), h' = o ⊙ h(C'); ⊙ is element by element. The functions are f, g and h.
/// </summary>
/// <param name="Input">(…, 4 H): gates i, o, f, c.</param>
/// <param name="States">The first state and the first cell, or none.</param>
/// <param name="Weight">(4 H, H).</param>
/// <param name="Peepholes">pᵢ, pₒ, p_f: (3 H), or null.</param>
/// <param name="Form">What all recurrent layers have.</param>
/// <param name="KeepsCell">Whether the rows of the cells after the last step follow those of the states.</param>
internal sealed record LstmOperator(
    int Input, EquatableArray<int> States, int Weight, int? Peepholes, RecurrentForm Form, bool KeepsCell)
    : RecurrentOperator(Input, States, Weight, Form)
{
    public const int GateCount = 4;

    public static EquatableArray<GateFunction> Usual { get; } = new([GateFunction.Sigmoid, GateFunction.Tanh, GateFunction.Tanh]);

    public override OperatorKind Kind => OperatorKind.Lstm;

    public override int Gates => GateCount;

    public override EquatableArray<GateFunction> UsualFunctions => Usual;

    public override EquatableArray<int> Parameters => WeightAndBias(Weight, Peepholes);

    public static LstmOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        (int input, EquatableArray<int> states) = ReadInputs(ref reader, shapes, states: 2);
        RecurrentForm form = RecurrentForm.Read(ref reader, Usual);
        bool keepsCell = reader.ReadFlag();
        int weight = AddWeight(shapes, input, GateCount);
        int? peepholes = reader.ReadFlag() ? shapes.AddParameter(new(shapes.Value(input).RowWidth / GateCount * 3)) : null;
        return new(input, states, weight, peepholes, form, keepsCell);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(States.Length is 0 or 2, "its state is a state and a cell");
        TensorShape states = base.InferShape(shapes);
        CheckVector(shapes, Peepholes, 3 * states.RowWidth);
        if (!KeepsCell)
        {
            return states;
        }

        long rows = (states.ElementCount / states.RowWidth) + Form.Sequences;
        ShapeInference.Require(rows <= int.MaxValue, "a tensor would be too long");
        return new((int)rows, states.RowWidth);
    }
}
