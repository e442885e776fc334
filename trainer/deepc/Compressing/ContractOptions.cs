using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.CommandLine.Compressing;

/// <summary>What the network's input expects and its classes are called, which a model does not say: options, or what the data tell.</summary>
internal sealed class ContractOptions
{
    private readonly Option<double[]> _scale = CreateNumbers(
        "--scale",
        "What raw bytes are multiplied by to become the network's inputs, one number or one for each channel, such as 1/255. By default that; of coloured image files, what makes of them ImageNet's mean and standard deviation.");

    private readonly Option<double[]> _offset = CreateNumbers(
        "--offset", "What is added after that, such as -0.5; 0 where it is not given.");

    private readonly Option<double[]> _mean = CreateNumbers(
        "--mean",
        "In place of --scale and --offset: the mean of raw bytes divided by 255, one number or one for each channel, as torchvision's Normalize has it. Inputs are (raw / 255 - mean) / std.");

    private readonly Option<double[]> _std = CreateNumbers("--std", "The standard deviation that belongs to --mean, one number or one for each channel.");

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

    public IReadOnlyList<Option> Options => [_scale, _offset, _mean, _std, _layout, _labels];

    /// <summary>What is assumed of raw bytes, to be told, or null where the options say it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="contract">The contract that the options and the data gave.</param>
    /// <param name="images">Data of raw bytes.</param>
    public string? Assumption(ParseResult arguments, InputContract contract, Dataset images)
    {
        if (IsGiven(arguments, _scale, _mean, _std))
        {
            return null;
        }

        return contract.Inputs[0] == images.ChannelNormalisation
            ? "raw bytes are normalised by the means and standard deviations of ImageNet; say --mean and --std, or --scale 1/255, if the network expects them otherwise"
            : "raw bytes are divided by 255; say --scale 1 or another if the network expects them otherwise";
    }

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
        if (!IsGiven(arguments, [.. Options]) && images is not { HasBytes: true })
        {
            return null;
        }

        if (graph.Inputs.Length != 1)
        {
            throw new UsageException($"{_scale.Name}, {_offset.Name}, {_mean.Name}, {_std.Name} and {_layout.Name} are for networks of one input; this one has {graph.Inputs.Length}.");
        }

        return new InputContract(new([Input(arguments, graph.Inputs[0], images?.ChannelNormalisation)]), new([.. labels ?? []]));
    }

    private InputNormalisation Input(ParseResult arguments, TensorShape shape, InputNormalisation? usual)
    {
        InputLayout layout = _layout.ValueOr(shape.Rank == 3 ? InputLayout.ChannelsFirst : InputLayout.Flat, arguments);
        if (layout != InputLayout.Flat && shape.Rank != 3)
        {
            throw new UsageException($"{_layout.Name}: an input of {shape} has no channels; leave it away.");
        }

        if (usual is not null && usual.Layout == layout && !IsGiven(arguments, _scale, _offset, _mean, _std))
        {
            return usual;
        }

        int channels = layout switch
        {
            InputLayout.ChannelsFirst => shape[0],
            InputLayout.ChannelsLast => shape[2],
            _ => 1,
        };
        if (IsGiven(arguments, _mean, _std))
        {
            (double[] means, double[] deviations) = Pair(_mean, MeansOf(arguments), _std, arguments.GetValue(_std)!, channels, shape);
            InputNormalisation normalisation = PhotographNormalisation.Of(means, deviations) with { Layout = layout };
            return normalisation.Scales.Concat(normalisation.Offsets).All(float.IsFinite)
                ? normalisation
                : throw new UsageException($"{_std.Name} is too small to divide by.");
        }

        // An option of several values that is not given is empty.
        double[] scale = arguments.GetValue(_scale) is { Length: > 0 } scaleGiven ? scaleGiven : [PixelNormalisation.UnitRange.Scale];
        double[] offset = arguments.GetValue(_offset) is { Length: > 0 } offsetGiven ? offsetGiven : [PixelNormalisation.UnitRange.Offset];
        (double[] scales, double[] offsets) = Pair(_scale, scale, _offset, offset, channels, shape);
        return new InputNormalisation(layout, new([.. scales.Select(number => (float)number)]), new([.. offsets.Select(number => (float)number)]));
    }

    /// <summary>The means, where positive deviations are given as well and nothing else is said of raw bytes.</summary>
    private double[] MeansOf(ParseResult arguments)
    {
        if (IsGiven(arguments, _scale, _offset))
        {
            throw new UsageException($"{_mean.Name} and {_std.Name} stand in place of {_scale.Name} and {_offset.Name}; give either.");
        }

        if (!IsGiven(arguments, _mean) || !IsGiven(arguments, _std))
        {
            throw new UsageException($"{_mean.Name} and {_std.Name} belong together; give both.");
        }

        return Array.TrueForAll(arguments.GetValue(_std)!, deviation => deviation > 0)
            ? arguments.GetValue(_mean)!
            : throw new UsageException($"{_std.Name} takes numbers above 0.");
    }

    /// <summary>The numbers of two options, equally many: one, or one for each channel.</summary>
    private static (double[] First, double[] Second) Pair(
        Option<double[]> firstOption, double[] first, Option<double[]> secondOption, double[] second, int channels, TensorShape shape)
    {
        int count = Math.Max(first.Length, second.Length);
        return count == 1 || count == channels
            ? (Spread(first, count), Spread(second, count))
            : throw new UsageException($"{firstOption.Name} and {secondOption.Name} take one number, or one for each of the {channels} channels of {shape}, not {count}.");
    }

    private static double[] Spread(double[] numbers, int count) => numbers.Length == 1
        ? [.. Enumerable.Repeat(numbers[0], count)]
        : numbers.Length == count ? numbers : throw new UsageException($"There are {numbers.Length} numbers for {count} channels; give one, or one for each.");

    private static bool IsGiven(ParseResult arguments, params Option[] options) => options.Any(option => arguments.GetResult(option) is not null);

    private static Option<double[]> CreateNumbers(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X,X,...",
        CustomParser = Parse,
    };

    private static double[]? Parse(ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split(',');
        var numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (ParseQuotient(parts[i]) is not { } number || !float.IsFinite((float)number))
            {
                result.AddError($"'{parts[i]}' is no number such as 0.5, -1 or 1/255.");
                return null;
            }

            numbers[i] = number;
        }

        return numbers;
    }

    /// <summary>A number, or one divided by another.</summary>
    private static double? ParseQuotient(string text)
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
            1 => numbers[0],
            2 => numbers[0] / numbers[1],
            _ => null,
        };
    }
}
