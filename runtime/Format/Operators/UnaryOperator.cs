namespace DeepCompression.Aot.Format;

/// <summary>A function of one number, element by element.</summary>
/// <param name="Input">The value it reads.</param>
/// <param name="Function">The function.</param>
/// <param name="Settings">The function's parameters, as <see cref="UnaryFunctions.Parameters"/> names them.</param>
internal sealed record UnaryOperator(int Input, UnaryFunction Function, EquatableArray<float> Settings) : Operator
{
    public override OperatorKind Kind => OperatorKind.Unary;

    public override EquatableArray<int> Inputs => new([Input]);

    public static UnaryOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int function = reader.ReadNumber();
        reader.Require(UnaryFunctions.IsKnown(function), $"function {function} of one number is not known");
        var settings = new float[UnaryFunctions.Parameters((UnaryFunction)function).Length];
        for (int i = 0; i < settings.Length; i++)
        {
            settings[i] = reader.ReadSingle();
        }

        return new(input, (UnaryFunction)function, new(settings));
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        ShapeInference.Require(Settings.Length == UnaryFunctions.Parameters(Function).Length, $"{Function} has {Settings.Length} parameters");
        ShapeInference.Require(Function != UnaryFunction.Celu || Settings[0] != 0, "the parameter of Celu divides and is 0");
        return shapes.Value(Input);
    }
}
