using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.CommandLine.Compressing;

/// <summary>What the network's input expects and its classes are called, which a model does not say: options, or what the data tell.</summary>
internal sealed class ContractOptions
{
    private readonly Option<float[]> _scale = CreateNumbers(
        "--scale",
        "What raw bytes are multiplied by to become the network's inputs, one number or one for each channel, such as 1/255. By default that; of coloured image files, what makes of them ImageNet's mean and standard deviation.");

    private readonly Option<float[]> _offset = CreateNumbers(
        "--offset", "What is added after that, such as -0.5; 0 where it is not given.");

    private readonly ChoiceOption<InputLayout> _layout = new(
        "--layout",
        "The order of the input's elements; by default channels first for an input of three dimensions.",
        ("flat", InputLayout.Flat),
        ("channels-first", InputLayout.ChannelsFirst),
        ("channels-last", InputLayout.ChannelsLast));

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "A file with the name of each class, one per line, in the order of the outputs.",
        HelpName = "FILE",
    };

    public IReadOnlyList<Option> Options => [_scale, _offset, _layout, _labels];

    /// <summary>Whether the factor of raw bytes is given.</summary>
    public bool HasScale(ParseResult arguments) => arguments.GetResult(_scale) is not null;

    /// <summary>The names of the classes, or null where the option is not given.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="classes">The elements of the network's first output.</param>
    /// <exception cref="CommandException">The file cannot be used.</exception>
    public string[]? Labels(ParseResult arguments, long classes)
    {
        if (arguments.GetValue(_labels) is not { } file)
        {
            return null;
        }

        string[] labels = File.ReadAllLines(file);
        return labels.Length == classes && Array.TrueForAll(labels, label => label.Length > 0 && !label.Any(char.IsControl))
            ? labels
            : throw new CommandException($"{file}: it has {labels.Length} lines, but there are {classes} classes; write one name per line and nothing else");
    }

    /// <summary>The contract, or null where nothing is known of it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="graph">The network.</param>
    /// <param name="labels">The names of the classes, or null.</param>
    /// <param name="images">The data, or null.</param>
    /// <exception cref="UsageException">The options do not fit the network.</exception>
    public InputContract? Contract(ParseResult arguments, Graph graph, IReadOnlyList<string>? labels, Dataset? images)
    {
        bool isGiven = Options.Any(option => arguments.GetResult(option) is not null);
        if (!isGiven && images is not { HasBytes: true })
        {
            return null;
        }

        if (graph.Inputs.Length != 1)
        {
            throw new UsageException($"{_scale.Name}, {_offset.Name} and {_layout.Name} are for networks of one input; this one has {graph.Inputs.Length}.");
        }

        return new InputContract(new([Input(arguments, graph.Inputs[0], images?.ChannelNormalisation)]), new([.. labels ?? []]));
    }

    private InputNormalisation Input(ParseResult arguments, TensorShape shape, InputNormalisation? usual)
    {
        if (usual is not null && arguments.GetResult(_scale) is null && arguments.GetResult(_offset) is null && arguments.GetResult(_layout) is null)
        {
            return usual;
        }

        InputLayout layout = _layout.ValueOr(shape.Rank == 3 ? InputLayout.ChannelsFirst : InputLayout.Flat, arguments);
        if (layout != InputLayout.Flat && shape.Rank != 3)
        {
            throw new UsageException($"{_layout.Name}: an input of {shape} has no channels; leave it away.");
        }

        // An option of several values that is not given is empty.
        float[] scales = arguments.GetValue(_scale) is { Length: > 0 } scale ? scale : [PixelNormalisation.UnitRange.Scale];
        float[] offsets = arguments.GetValue(_offset) is { Length: > 0 } offset ? offset : [PixelNormalisation.UnitRange.Offset];
        int channels = layout switch
        {
            InputLayout.ChannelsFirst => shape[0],
            InputLayout.ChannelsLast => shape[2],
            _ => 1,
        };
        int count = Math.Max(scales.Length, offsets.Length);
        if (count != 1 && count != channels)
        {
            throw new UsageException($"{_scale.Name} and {_offset.Name} take one number, or one for each of the {channels} channels of {shape}, not {count}.");
        }

        return new InputNormalisation(layout, new(Spread(scales, count)), new(Spread(offsets, count)));
    }

    private static float[] Spread(float[] numbers, int count) => numbers.Length == 1
        ? [.. Enumerable.Repeat(numbers[0], count)]
        : numbers.Length == count ? numbers : throw new UsageException($"There are {numbers.Length} numbers for {count} channels; give one, or one for each.");

    private static Option<float[]> CreateNumbers(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X,X,...",
        CustomParser = Parse,
    };

    private static float[]? Parse(ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split(',');
        var numbers = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (ParseQuotient(parts[i]) is not { } number || !float.IsFinite(number))
            {
                result.AddError($"'{parts[i]}' is no number such as 0.5, -1 or 1/255.");
                return null;
            }

            numbers[i] = number;
        }

        return numbers;
    }

    /// <summary>A number, or one divided by another.</summary>
    private static float? ParseQuotient(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        string[] parts = text.Split('/');
        var numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], Style, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return parts.Length switch
        {
            1 => (float)numbers[0],
            2 => (float)(numbers[0] / numbers[1]),
            _ => null,
        };
    }
}
