namespace DeepCompression.Aot.Format;

/// <summary>
/// Gated recurrent unit. Of a row's gates z, r and h, with state H of the step before: z = f(z + R_z · H), r = f(r + R_r · H),
/// h = g(h + R_h · (r ⊙ H)) or, where the reset comes after the product, g(h + r ⊙ (R_h · H + b_h)); H' = (1 − z) ⊙ h + z ⊙ H.
/// The functions are f and g.
/// </summary>
/// <param name="Input">(…, 3 H): gates z, r, h.</param>
/// <param name="States">The first state, or none.</param>
/// <param name="Weight">(3 H, H).</param>
/// <param name="Bias">Added to the product: (3 H), or null; only where the reset comes after the product.</param>
/// <param name="Form">What all recurrent layers have.</param>
/// <param name="ResetsAfter">Whether the reset comes after the product.</param>
internal sealed record GruOperator(
    int Input, EquatableArray<int> States, int Weight, int? Bias, RecurrentForm Form, bool ResetsAfter)
    : RecurrentOperator(Input, States, Weight, Form)
{
    public const int GateCount = 3;

    public static EquatableArray<GateFunction> Usual { get; } = new([GateFunction.Sigmoid, GateFunction.Tanh]);

    public override OperatorKind Kind => OperatorKind.Gru;

    public override int Gates => GateCount;

    public override EquatableArray<GateFunction> UsualFunctions => Usual;

    public override EquatableArray<int> Parameters => WeightAndBias(Weight, Bias);

    public static GruOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        (int input, EquatableArray<int> states) = ReadInputs(ref reader, shapes, states: 1);
        RecurrentForm form = RecurrentForm.Read(ref reader, Usual);
        bool resetsAfter = reader.ReadFlag();
        int weight = AddWeight(shapes, input, GateCount);
        int? bias = resetsAfter && reader.ReadFlag() ? shapes.AddParameter(new(shapes.Value(input).RowWidth)) : null;
        return new(input, states, weight, bias, form, resetsAfter);
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(States.Length is 0 or 1, "its state is one value");
        ShapeInference.Require(ResetsAfter || Bias is null, "its product has a bias, but it resets before the product");
        TensorShape states = base.InferShape(shapes);
        CheckVector(shapes, Bias, GateCount * states.RowWidth);
        return states;
    }
}
