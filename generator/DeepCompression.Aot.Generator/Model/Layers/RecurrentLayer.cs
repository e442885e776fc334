using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A recurrent layer behind its input projection: in each step the weight meets the state of the step before, as in a fully connected
/// layer whose kernels it uses.
/// </summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Input">The rows of gates.</param>
/// <param name="States">The first state, and for an LSTM the first cell; or none.</param>
/// <param name="Weight">(G · H, H).</param>
/// <param name="Bias">Added to the product, or null.</param>
/// <param name="Peepholes">(3 H) numbers of an LSTM, or null.</param>
/// <param name="Rows">Rows of the input.</param>
internal sealed record RecurrentLayer(
    int Output, RecurrentOperator Operator, int Input, EquatableArray<int> States, Parameter Weight, Parameter? Bias, Parameter? Peepholes, int Rows)
    : WeightLayer(Output, Input, Weight, Bias)
{
    /// <summary>Units, H.</summary>
    public int Units => Weight.Tensor.Shape.RowLength;

    /// <summary>Elements of a row of the input, G · H.</summary>
    public int GateLength => Weight.Tensor.Shape.Rows;

    /// <summary>Sequences side by side.</summary>
    public int Sequences => Operator.Form.Sequences;

    /// <summary>Elements of a state of all sequences.</summary>
    public int StateLength => Sequences * Units;

    /// <summary>Steps of each sequence.</summary>
    public int Steps => Rows / Sequences;

    public override EquatableArray<int> Inputs => new([Input, .. States]);

    public override string DefaultName => Operator.Kind.ToString();

    public override string? PartSuffix => "Product";

    public override bool CanRectify => false;

    public override WeightLayer Product => new LinearLayer(Output, Input, Weight, Bias) { Name = Name, Kernels = Kernels };

    /// <summary>The gates of a step, but for those of one gate; cells that are no output; zeros for a first state; what the kernels need.</summary>
    public override int ScratchLength => checked(KernelScratchStart + base.ScratchLength);

    /// <summary>Where the cells lie in scratch memory, behind the gates, which a GRU that resets before its product has twice.</summary>
    public int CellStart => Operator switch
    {
        RnnOperator => 0,
        GruOperator { ResetsAfter: false } => checked(2 * GateLength),
        _ => GateLength,
    };

    /// <summary>Where the first state lies in scratch memory, if it is zeros.</summary>
    public int ZerosStart => CellStart + (Operator is LstmOperator { KeepsCell: false } ? StateLength : 0);

    /// <summary>Where the kernels' scratch memory begins in the layer's.</summary>
    public int KernelScratchStart => ZerosStart + (States.Length == 0 ? Units : 0);

    public override Layer WithInputs(Func<int, int> replace) =>
        this with { Input = replace(Input), States = new([.. States.Select(replace)]) };
}
