namespace DeepCompression.Aot.Format;

/// <summary>What all recurrent layers have in common but their weights.</summary>
/// <param name="Sequences">Sequences that run side by side: row r of the input belongs to step r ÷ Sequences of sequence r mod Sequences.</param>
/// <param name="IsReverse">Whether the last step comes first.</param>
/// <param name="Clip">What a function reads is kept between −Clip and Clip; null where it is not.</param>
/// <param name="Functions">The functions of the layer's gates, in the order that its operator says.</param>
internal sealed record RecurrentForm(int Sequences, bool IsReverse, float? Clip, EquatableArray<GateFunction> Functions)
{
    /// <summary>Reads the form of a layer whose functions are mostly these.</summary>
    public static RecurrentForm Read(ref BitReader reader, EquatableArray<GateFunction> usual)
    {
        int sequences = reader.ReadNumber();
        bool isReverse = reader.ReadFlag();
        float? clip = reader.ReadFlag() ? reader.ReadSingle() : null;
        if (!reader.ReadFlag())
        {
            return new(sequences, isReverse, clip, usual);
        }

        var functions = new GateFunction[usual.Length];
        for (int i = 0; i < functions.Length; i++)
        {
            functions[i] = GateFunction.Read(ref reader);
        }

        var form = new RecurrentForm(sequences, isReverse, clip, new(functions));
        reader.Require(form.Functions != usual, "the usual gate functions are not written");
        return form;
    }
}
