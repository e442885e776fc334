using DeepCompression.Aot.Format;
using static DeepCompression.Aot.GoldenFiles.Corrupt.Forge;

namespace DeepCompression.Aot.GoldenFiles.Corrupt;

/// <summary>Recurrent layers and layers over rows.</summary>
internal static class RecurrentCases
{
    public static IEnumerable<CorruptCase> All()
    {
        string gru = $"{VectorInput} {Number(1)} {Kind((uint)OperatorKind.Gru)} 0 1 {Number(1)} 0 0 0 0 {LastValue}";
        string rows = $"{VectorInput} {Number(1)} {Operator(OperatorKind.LinearRows)} {Number(2)} 0 {LastValue}";
        string twoInputs = $"{Number(2)} {Number(1)} {Number(4)} {Number(1)} {Number(2)}";
        string state = $"{twoInputs} {Number(1)} {Kind((uint)OperatorKind.Rnn)} 1 0 {Number(0)} 1 {Number(1)} 0 0 0 {LastValue}";
        yield return Of("rows-of-a-vector", "takes rows, but value 0 is a vector", rows);
        yield return Of("gru-of-too-few-gates", "has 3 gates, into which the 4 elements of a row do not fall", gru);
        yield return Of("sequences-0", "has 0 sequences, into which 1 rows do not fall", Rnn($"{Number(0)} 0 0 0"));
        yield return Of("sequences-of-unequal-length", "has 3 sequences, into which 1 rows do not fall", Rnn($"{Number(3)} 0 0 0"));
        yield return Of("clip-0", "its clip must be greater than 0", Rnn($"{Number(1)} 0 1 {Single(0)} 0"));
        yield return Of("gate-function-unknown", "gate function 15 is not known", Rnn($"{Number(1)} 0 0 1 1111"));
        yield return Of("gate-function-usual", "the usual gate functions are not written", Rnn($"{Number(1)} 0 0 1 0001"));
        yield return Of("state-of-another-size", "has 1 sequences of 4 units, but value 1 has 2 elements", state);
    }

    /// <summary>A simple recurrent layer over the input, with this form and no first state.</summary>
    private static string Rnn(string form) => $"{VectorInput} {Number(1)} {Kind((uint)OperatorKind.Rnn)} 0 1 {form} {LastValue}";

    private static CorruptCase Of(string name, string message, string graph) => new(name, File(graph), message);
}
