using System.Globalization;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Prints numbers of a layout in constants, or where they are embedded.</summary>
internal static class PlacedNumbers
{
    /// <summary>Prints an argument.</summary>
    /// <param name="code">Receives the code.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="numbers">Its numbers.</param>
    /// <param name="embedded">Where they are embedded, or null where they are constants.</param>
    /// <param name="after">What follows the argument.</param>
    public static void Emit(CodeWriter code, string name, Array numbers, PayloadPart? embedded, string after)
    {
        if (embedded is not null)
        {
            code.WriteIndented($"{name}: {WeightsEmitter.Embedded(TypeName(numbers), embedded)}{after}");
            return;
        }

        WeightsEmitter.EmitArgument(code, name, numbers.Cast<object>().Select(Literal), perLine: 8, after);
    }

    private static string Literal(object number) =>
        number is uint word ? "0x" + word.ToString("X8", CultureInfo.InvariantCulture) : Convert.ToString(number, CultureInfo.InvariantCulture)!;

    /// <summary>The keyword for the numbers' type. Asked for it, an array of int says that it were one of uint as well.</summary>
    private static string TypeName(Array numbers) => Type.GetTypeCode(numbers.GetType().GetElementType()) switch
    {
        TypeCode.UInt32 => "uint",
        TypeCode.UInt16 => "ushort",
        _ => "int",
    };
}
