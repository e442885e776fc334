namespace DeepCompression.Aot.Format;

/// <summary>
/// A recurrent layer behind its input projection, which is a <see cref="LinearRowsOperator"/>: a row of the input holds what the gates
/// of one step receive from outside, G · H numbers, gate by gate; to it comes weight (G · H, H) · state (H) of the step before. Each
/// step computes the next state, which is a row of the output. It steps through many rows, or through one with the state as an
/// input and an output of the network.
/// </summary>
/// <param name="Input">(…, G · H), the rows in the order of <see cref="RecurrentForm.Sequences"/>.</param>
/// <param name="States">The values that hold the first state, H numbers for each sequence; empty where it is zero.</param>
/// <param name="Weight">(G · H, H).</param>
/// <param name="Form">Direction, sequences and functions.</param>
internal abstract record RecurrentOperator(int Input, EquatableArray<int> States, int Weight, RecurrentForm Form) : Operator
{
    public override EquatableArray<int> Inputs => new([Input, .. States]);

    /// <summary>The gates of a step, G.</summary>
    public abstract int Gates { get; }

    /// <summary>The functions that the layer has unless it says otherwise.</summary>
    public abstract EquatableArray<GateFunction> UsualFunctions { get; }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        TensorShape weight = shapes.Parameter(Weight, rank: 2);
        int units = weight[1];
        ShapeInference.Require(
            (long)units * Gates == weight[0] && weight[0] == input.RowWidth,
            $"its weight is {weight} and the rows of its input have {input.RowWidth} elements, but {Gates} gates need {Gates} times as many as units");
        long rows = input.ElementCount / input.RowWidth;
        ShapeInference.Require(
            Form.Sequences >= 1 && rows % Form.Sequences == 0, $"has {Form.Sequences} sequences, into which {rows} rows do not fall");
        ShapeInference.Require(Form.Clip is not <= 0, "its clip must be greater than 0");
        foreach (int state in States)
        {
            long elements = shapes.Value(state).ElementCount;
            ShapeInference.Require(
                elements == (long)units * Form.Sequences, $"has {Form.Sequences} sequences of {units} units, but value {state} has {elements} elements");
        }

        return input.WithRowWidth(units);
    }

    /// <summary>Reads a flag that says whether there is a first state, the input, and the values of the state.</summary>
    private protected static (int Input, EquatableArray<int> States) ReadInputs(ref BitReader reader, ShapeInference shapes, int states)
    {
        var given = new int[reader.ReadFlag() ? states : 0];
        int input = ReadInput(ref reader, shapes);
        for (int i = 0; i < given.Length; i++)
        {
            given[i] = ReadInput(ref reader, shapes);
        }

        return (input, new(given));
    }

    /// <summary>Adds the weight of a layer with so many gates.</summary>
    private protected static int AddWeight(ShapeInference shapes, int input, int gates)
    {
        int width = shapes.Value(input).RowWidth;
        ShapeInference.Require(width % gates == 0, $"has {gates} gates, into which the {width} elements of a row do not fall");
        return shapes.AddParameter(new(width, width / gates));
    }

    private protected static void CheckVector(ShapeInference shapes, int? number, int length)
    {
        if (number is int present)
        {
            TensorShape shape = shapes.Parameter(present, rank: 1);
            ShapeInference.Require(shape[0] == length, $"has a parameter of {shape[0]} elements where {length} are needed");
        }
    }
}
