using System.CommandLine;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Engine;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.Pipeline;

namespace DeepCompression.Aot.CommandLine.Training;

/// <summary>What helps training and costs nothing in the artifact.</summary>
internal sealed class AidOptions : IRecipeOptionGroup
{
    private const string NoTeacher = "none";
    private const int MostCopies = 20;

    /// <summary>How a teacher is listened to where a recipe has none: half and half with the labels.</summary>
    private static readonly LossSettings DefaultTeaching = new(TeacherWeight: 0.5f, Temperature: 3);

    private readonly Option<int?> _copies = CountOption.Create(
        "--copies", "Distorted copies of each training image to learn from; 0 for none.", 0, MostCopies);

    private readonly Option<string?> _teacher = new("--teacher")
    {
        Description = "Whose answers the compressed network learns: a reference network's, its own dense network's, or nobody's.",
    };

    private readonly Option<double?> _teacherWeight = NumberOption.Create(
        "--teacher-weight", "How much the teacher's answers count against the labels.", number => number is > 0 and <= 1, "a number above 0 and at most 1");

    private readonly Option<double?> _temperature = NumberOption.Create(
        "--temperature", "How far the teacher's answers are evened out, so that small ones tell too.", number => number is > 0 and <= 100, "a number above 0 and at most 100");

    private readonly Option<double?> _labelSmoothing = NumberOption.Create(
        "--label-smoothing", "The share of a label that is spread over all classes.", number => number < 1, "a number from 0 to below 1");

    private readonly ChoiceOption<bool> _dropout = new(
        "--sparse-dropout", "Whether dropout goes on while weights are pruned and shared.", ("on", true), ("off", false));

    public AidOptions()
    {
        string[] teachers = [.. ReferenceNetworks.Names, TrainingAids.OwnTeacher, NoTeacher];
        _teacher.HelpName = string.Join('|', teachers);
        _teacher.AcceptOnlyFromAmong(teachers);
    }

    public IReadOnlyList<Option> Options => [_copies, _teacher, _teacherWeight, _temperature, _labelSmoothing, _dropout];

    public CompressionRecipe Apply(CompressionRecipe recipe, ParseResult arguments)
    {
        TrainingAids aids = recipe.Aids;
        string? teacher = (arguments.GetValue(_teacher) ?? aids.Teacher) is string name && name != NoTeacher ? name : null;
        if (teacher is null && new[] { _teacherWeight, _temperature }.FirstOrDefault(option => arguments.GetValue(option) is not null) is Option alone)
        {
            throw new UsageException($"{alone.Name} needs a teacher: name one with {_teacher.Name}.");
        }

        return recipe with
        {
            Aids = aids with
            {
                Augmentation = Augment(aids.Augmentation, arguments.GetValue(_copies)),
                Teacher = teacher,
                DropoutWhenSparse = _dropout.ValueOr(aids.DropoutWhenSparse, arguments),
                Loss = Listen(aids.Loss, teacher is not null, arguments),
            },
        };
    }

    private static Augmentation? Augment(Augmentation? augmentation, int? copies) => copies switch
    {
        null => augmentation,
        0 => null,
        int count => new Augmentation(count, (augmentation ?? Augmentation.Default).Originals),
    };

    private LossSettings Listen(LossSettings loss, bool isTaught, ParseResult arguments)
    {
        float smoothing = (float)(arguments.GetValue(_labelSmoothing) ?? loss.LabelSmoothing);
        if (!isTaught)
        {
            return new LossSettings(smoothing);
        }

        LossSettings teaching = loss.TeacherWeight > 0 ? loss : DefaultTeaching;
        return new LossSettings(
            smoothing,
            (float)(arguments.GetValue(_teacherWeight) ?? teaching.TeacherWeight),
            (float)(arguments.GetValue(_temperature) ?? teaching.Temperature));
    }
}
