using System.Globalization;

namespace PicturesSample;

internal static class Program
{
    private const int Shown = 5;

    private const string Help =
        """
        Pictures: says what a picture shows, of ImageNet's 1,000 classes, with a network that is compiled into the program.

        Pictures FILE...                  print the five likeliest classes of each picture: JPEG, PNG, BMP, GIF, TGA or PSD
        Pictures --labels NAMES FILE...   with their names: a text file of one line for each class, such as Caffe's synset_words.txt
        Pictures --help                   print this

        The exit code is 0, 1 after an error, 2 after an error in the command line.
        """;

    private static int Main(string[] arguments)
    {
        try
        {
            Run(arguments);
            return 0;
        }
        catch (SampleException e)
        {
            Console.Error.WriteLine($"Pictures: {e.Message}.");
            return e.IsUsage ? 2 : 1;
        }
    }

    private static void Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["--help" or "-h"]:
                Console.WriteLine(Help);
                break;
            case ["--labels", string labels, _, ..]:
                Classify(arguments.AsSpan(2), ClassNames.Read(labels));
                break;
            case [string first, ..] when !first.StartsWith('-'):
                Classify(arguments, ClassNames.None);
                Console.Error.WriteLine("Names instead of numbers: --labels synset_words.txt, which is in caffe_ilsvrc12.tar.gz of dl.caffe.berkeleyvision.org.");
                break;
            default:
                throw new SampleException("name a picture; see --help", isUsage: true);
        }
    }

    private static void Classify(ReadOnlySpan<string> files, ClassNames names)
    {
        var classifier = new Classifier();
        foreach (string file in files)
        {
            IEnumerable<(int Class, double Probability)> likeliest = classifier.Classify(Picture.Read(file), Shown);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{file} ({classifier.Duration.TotalMilliseconds:F1} ms, {classifier.AllocatedBytes} bytes allocated)"));
            foreach ((int number, double probability) in likeliest)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * probability,7:F2} %  {names[number]}"));
            }
        }
    }
}
