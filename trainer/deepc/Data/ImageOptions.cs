using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;

namespace DeepCompression.Aot.CommandLine.Data;

/// <summary>The options for folders of image files.</summary>
internal sealed class ImageOptions
{
    private readonly ChoiceOption<bool> _crop = new(
        "--crop",
        "Of image files, what training sees of each: another part in each epoch, or always the middle. By default random for coloured images, centre for grey ones.",
        ("random", true),
        ("centre", false));

    private readonly ChoiceOption<bool> _flip = new(
        "--flip", "Whether training sees half of the image files mirrored, others in each epoch. By default on for coloured images.", ("on", true), ("off", false));

    private readonly Option<bool> _skipDamaged = new("--skip-damaged")
    {
        Description = "Decode all image files first, and leave out those that cannot be decoded, which else end the run when they are read.",
    };

    private readonly bool _isTraining;

    /// <param name="isTraining">Whether images are learnt from, and may vary.</param>
    public ImageOptions(bool isTraining) => _isTraining = isTraining;

    public IReadOnlyList<Option> Options => _isTraining ? [_crop, _flip, _skipDamaged] : [_skipDamaged];

    /// <summary>The option that only training has which the command line has, or null.</summary>
    public string? FirstOfTraining(ParseResult arguments) => new Option[] { _crop, _flip }.FirstOrDefault(option => arguments.GetResult(option) is not null)?.Name;

    /// <summary>A source that reads images as the command line says.</summary>
    /// <param name="source">The data.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="notices">Told of each image that is left out.</param>
    public DataSource Apply(DataSource source, ParseResult arguments, TextWriter notices) => source with
    {
        Images = new ImageHandling(
            _isTraining ? Given(_crop, arguments) : null,
            _isTraining ? Given(_flip, arguments) : null,
            arguments.GetValue(_skipDamaged) ? error => notices.WriteLine($"left out: {error.Message}") : null),
    };

    private static bool? Given(ChoiceOption<bool> option, ParseResult arguments) =>
        arguments.GetResult(option) is null ? null : option.ValueOr(false, arguments);
}
