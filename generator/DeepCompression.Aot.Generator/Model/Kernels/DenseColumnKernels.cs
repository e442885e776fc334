namespace DeepCompression.Aot.Generator.Model;

/// <summary>
/// A fully connected layer column by column: a block of outputs stays in registers while the columns of the weight pass, zeros
/// included.
/// </summary>
/// <param name="InstructionSet">The vectors it uses.</param>
/// <param name="PaddedRows">The length of a column.</param>
/// <param name="BlockVectors">Vectors of outputs held at once.</param>
/// <param name="ColumnsPerStep">Columns added in one step of the loop, each to sums of its own, so that additions do not wait for each other.</param>
/// <param name="Estimate">What it is expected to cost.</param>
internal sealed record DenseColumnsKernel(
    InstructionSet InstructionSet, int PaddedRows, int BlockVectors, int ColumnsPerStep, Estimate Estimate)
    : Kernel(InstructionSet, Estimate)
{
    public override string Suffix => $"Dense{Lanes * 32}";

    public override string Title => $"dense columns, {Lanes * 32}-bit vectors";

    public override WeightLayout? Layout => new DenseColumnsLayout(PaddedRows);
}

/// <summary>A fully connected layer whose weights lie in columns, row by row and weight by weight.</summary>
internal sealed record ScalarColumnsKernel(int PaddedRows, Estimate Estimate) : Kernel(InstructionSet.Scalar, Estimate)
{
    public override string Suffix => "DenseScalar";

    public override string Title => "dense columns, scalar";

    public override WeightLayout? Layout => new DenseColumnsLayout(PaddedRows);
}
