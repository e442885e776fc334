namespace DeepCompression.Aot.Format;

/// <summary>
/// Slices along an axis that are weighted sums of some neighbouring slices: out[…, j, …] = Σk weight(j, k) · in[…, Firsts[j] + k, …],
/// with Taps weights each. Resizing makes few different rows of weights, its phases, which are stored once.
/// </summary>
/// <param name="Input">The value it reads.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Taps">Neighbouring slices that a new one depends on.</param>
/// <param name="Weights">Taps weights for each phase, phase after phase.</param>
/// <param name="Firsts">The first of those slices, for each new one.</param>
/// <param name="Phases">The number of its weights, for each new slice.</param>
internal sealed record InterpolateOperator(
    int Input, int Axis, int Taps, EquatableArray<float> Weights, EquatableArray<int> Firsts, EquatableArray<int> Phases) : Operator
{
    public override OperatorKind Kind => OperatorKind.Interpolate;

    public override EquatableArray<int> Inputs => new([Input]);

    public static InterpolateOperator Read(ref BitReader reader, ShapeInference shapes)
    {
        int input = ReadInput(ref reader, shapes);
        int axis = reader.ReadNumber();
        int taps = reader.ReadNumber();
        reader.Require(taps >= 1, "it has no taps");
        var weights = new float[reader.ReadCount(32)];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = reader.ReadSingle();
        }

        EquatableArray<int> firsts = ReadSteps(ref reader, reader.ReadCount(2));
        var phases = new int[firsts.Length];
        for (int i = 0; i < phases.Length; i++)
        {
            phases[i] = reader.ReadNumber();
        }

        return new(input, axis, taps, new(weights), firsts, new(phases));
    }

    public override TensorShape InferShape(ShapeInference shapes)
    {
        TensorShape input = shapes.Value(Input);
        int size = input.AxisSize(Axis);
        ShapeInference.Require(Taps >= 1 && Taps <= size && Weights.Length % Taps == 0, $"has {Weights.Length} weights for {Taps} of {size} slices");
        ShapeInference.Require(Firsts.Length == Phases.Length, "its slices and their weights are not as many");
        for (int i = 0; i < Firsts.Length; i++)
        {
            ShapeInference.Require(Firsts[i] >= 0 && Firsts[i] <= size - Taps, $"takes {Taps} slices from {Firsts[i]} on, of {size}");
            ShapeInference.Require(Phases[i] >= 0 && Phases[i] < Weights.Length / Taps, $"takes weights {Phases[i]} of {Weights.Length / Taps}");
        }

        return input.With(Axis, Firsts.Length);
    }
}
