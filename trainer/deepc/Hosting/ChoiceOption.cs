using System.CommandLine;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>An option whose value is one of a few words, each of which stands for a value.</summary>
internal sealed class ChoiceOption<T> : Option<string?>
{
    private readonly Dictionary<string, T> _values;

    /// <param name="name">The option's name.</param>
    /// <param name="description">Its help text.</param>
    /// <param name="choices">The words and what they stand for, in the order of the help text.</param>
    public ChoiceOption(string name, string description, params IReadOnlyList<(string Word, T Value)> choices)
        : base(name)
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        _values = choices.ToDictionary(choice => choice.Word, choice => choice.Value, StringComparer.Ordinal);
        Description = description;
        HelpName = string.Join('|', words);
        this.AcceptOnlyFromAmong(words);
    }

    /// <summary>What was chosen, or <paramref name="otherwise"/> where the option is not given.</summary>
    public T ValueOr(T otherwise, ParseResult arguments) => arguments.GetValue(this) is string word ? _values[word] : otherwise;
}
