namespace DeepCompression.Aot.Verification.Generating;

/// <summary>Runs a generated class: a workspace of the length that it asks for, and its inputs and outputs in graph order.</summary>
internal delegate void ModelRun(float[][] inputs, float[][] outputs, float[] workspace);

/// <summary>A generated class, called as its users call it.</summary>
/// <param name="WorkspaceLength">The floats of scratch memory that it asks for.</param>
/// <param name="Call">Runs it.</param>
internal sealed record GeneratedModel(int WorkspaceLength, ModelRun Call)
{
    /// <summary>Runs the network in a workspace full of NaN, so that anything read before it is written shows.</summary>
    /// <param name="inputs">The elements of each input.</param>
    /// <param name="outputLengths">The elements of each output.</param>
    public float[][] Run(float[][] inputs, params IEnumerable<int> outputLengths)
    {
        float[][] outputs = [.. outputLengths.Select(NotNumbers)];
        Call(inputs, outputs, NotNumbers(WorkspaceLength));
        return outputs;
    }

    private static float[] NotNumbers(int length)
    {
        var numbers = new float[length];
        numbers.AsSpan().Fill(float.NaN);
        return numbers;
    }
}
