namespace DigitsSample;

/// <summary>The command line.</summary>
internal sealed class Options
{
    /// <summary>What --help prints.</summary>
    public static string Help(string models) =>
        $"""
        Digits: classifies handwritten digits with a network that is compiled into the program.

        Digits                    print the model card and classify the digits drawn in the program
        Digits --images FOLDER    classify a test set of IDX files (t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,
                                  plain or .gz), print error, latency, allocated bytes and the program's size

        --model NAME              {models}; the first is the default
        --predictions FILE        with --images: write one class per line
        --logits FILE             with --images: write ten little-endian floats per image
        --help                    print this

        The exit code is 0, 1 after an error, 2 after an error in the command line.
        """;

    public string? Images { get; private set; }

    public string? Model { get; private set; }

    public string? Predictions { get; private set; }

    public string? Logits { get; private set; }

    public bool WantsHelp { get; private set; }

    /// <exception cref="SampleException">An option is unknown, incomplete or out of place.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--help" or "-h":
                    options.WantsHelp = true;
                    break;
                case "--images":
                    options.Images = ValueOf(arguments, ref i);
                    break;
                case "--model":
                    options.Model = ValueOf(arguments, ref i);
                    break;
                case "--predictions":
                    options.Predictions = ValueOf(arguments, ref i);
                    break;
                case "--logits":
                    options.Logits = ValueOf(arguments, ref i);
                    break;
                default:
                    throw new SampleException($"'{arguments[i]}' is no option; see --help", isUsage: true);
            }
        }

        if (options.Images is null && (options.Predictions ?? options.Logits) is not null)
        {
            throw new SampleException("--predictions and --logits need --images FOLDER", isUsage: true);
        }

        return options;
    }

    private static string ValueOf(string[] arguments, ref int index)
    {
        string option = arguments[index++];
        return index < arguments.Length
            ? arguments[index]
            : throw new SampleException($"{option} needs a value; see --help", isUsage: true);
    }
}
