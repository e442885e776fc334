namespace DeepCompression.Aot.Format;

/// <summary>A simple recurrent layer: H' = f(x + R · H), with state H of the step before.</summary>
/// <param name="Input">(…, H).</param>
/// <param name="States">The first state, or none.</param>
/// <param name="Weight">(H, H).</param>
/// <param name="Form">What all recurrent layers have.</param>
internal sealed record RnnOperator(int Input, EquatableArray<int> States, int Weight, RecurrentForm Form)
    : RecurrentOperator(Input, States, Weight, Form)
{
    public static EquatableArray<GateFunction> Usual { get; } = new([GateFunction.Tanh]);

    public override OperatorKind Kind => OperatorKind.Rnn;

    public override int Gates => 1;

    public override EquatableArray<GateFunction> UsualFunctions => Usual;

    public override EquatableArray<int> Parameters => new([Weight]);

    public static RnnOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        (int input, EquatableArray<int> states) = ReadInputs(ref reader, shapes, states: 1);
        RecurrentForm form = RecurrentForm.Read(ref reader, Usual);
        return new(input, states, AddWeight(shapes, input, gates: 1), form);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(States.Length is 0 or 1, "its state is one value");
        return base.InferShape(shapes);
    }
}
