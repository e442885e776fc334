using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>The functions of a network's object file, as its disassembly shows them: their stack frames, and which calls which.</summary>
internal sealed partial class ObjectCode
{
    private readonly Dictionary<int, Function> _byAddress;

    private ObjectCode(Dictionary<int, Function> byAddress) => _byAddress = byAddress;

    /// <summary>Disassembles a library.</summary>
    public static async Task<ObjectCode> Of(string folder, string library)
    {
        string text = (await ProcessRun.Start(folder, "arm-none-eabi-objdump", "", "-d", "--no-show-raw-insn", "-j", "__managedcode", library)).AssertSucceeds().Output;
        var functions = new Dictionary<int, Function>();
        Function? current = null;
        foreach (string line in text.Split('\n'))
        {
            if (Header().Match(line) is { Success: true } header)
            {
                current = functions[Hex(header.Groups["address"].Value)] = new Function(header.Groups["name"].Value);
            }
            else if (current is not null && Instruction().Match(line) is { Success: true } instruction)
            {
                current.Read(Hex(instruction.Groups["address"].Value), instruction.Groups["name"].Value, instruction.Groups["operands"].Value);
            }
        }

        return new ObjectCode(functions);
    }

    /// <summary>The bytes of stack from the one function for C on, calls of support code, which take none, aside.</summary>
    public int StackDepth() => Depth(_byAddress.Values.Single(function => function.Name.EndsWith("__RunFromC", StringComparison.Ordinal)));

    /// <summary>All functions with their frames, for messages.</summary>
    public override string ToString() => string.Join('\n', _byAddress.Values.Select(function => $"{function.Frame} {function.Name}"));

    /// <summary>No function of a network calls itself, by any way.</summary>
    private int Depth(Function function) =>
        function.Frame + function.Calls.Where(_byAddress.ContainsKey).Select(callee => Depth(_byAddress[callee])).DefaultIfEmpty(0).Max();

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<address>[0-9a-f]+) <(?<name>.*)>:$")]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s+(?<address>[0-9a-f]+):\s+(?<name>\S+)\s*(?<operands>[^@;]*)")]
    private static partial Regex Instruction();

    /// <summary>A function. Calls go through a register that is given the distance of the callee in two halves.</summary>
    private sealed partial class Function(string name)
    {
        private const int Word = 4;

        private readonly Dictionary<string, int> _distances = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _targets = new(StringComparer.Ordinal);

        public string Name => name;

        public int Frame { get; private set; }

        public HashSet<int> Calls { get; } = [];

        public void Read(int address, string instruction, string operands)
        {
            string[] parts = [.. operands.Split(',').Select(part => part.Trim())];
            switch (instruction)
            {
                case "push" or "stmdb" or "vpush" when instruction != "stmdb" || parts[0] == "sp!":
                    Frame += Pushed(operands);
                    break;
                case "sub" or "sub.w" or "subw" when parts[0] == "sp":
                    Frame += int.Parse(parts[^1].TrimStart('#'), CultureInfo.InvariantCulture);
                    break;
                case "movw":
                    _distances[parts[0]] = Immediate(parts[1]);
                    break;
                case "movt":
                    _distances[parts[0]] |= Immediate(parts[1]) << 16;
                    break;
                case "add" when parts[^1] == "pc" && _distances.TryGetValue(parts[0], out int distance):
                    _targets[parts[0]] = (address + Word + distance) & ~1;
                    break;
                case "blx":
                    Calls.Add(_targets[parts[0]]);
                    break;
                case "bl":
                    throw new InvalidOperationException($"{Name} calls by another instruction than the compiler is known to: {operands}");
            }
        }

        private static int Immediate(string operand) => int.Parse(operand.TrimStart('#'), CultureInfo.InvariantCulture);

        /// <summary>The bytes of a list such as {r4, r5, lr} or {d8-d9}.</summary>
        private static int Pushed(string operands) => Register().Matches(operands[operands.IndexOf('{', StringComparison.Ordinal)..]).Sum(match =>
        {
            int bytes = match.Groups["kind"].Value == "d" ? 2 * Word : Word;
            int count = match.Groups["last"].Success ? int.Parse(match.Groups["last"].Value, CultureInfo.InvariantCulture) - int.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture) + 1 : 1;
            return bytes * count;
        });

        [GeneratedRegex(@"(?<kind>[rsd])(?<first>[0-9]+)(-[rsd](?<last>[0-9]+))?|\b(fp|lr|ip|sl|sb|pc)\b")]
        private static partial Regex Register();
    }
}
