namespace DigitsSample;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            Run(Options.Parse(arguments));
            return 0;
        }
        catch (SampleException e)
        {
            Console.Error.WriteLine($"Digits: {e.Message}.");
            return e.IsUsage ? 2 : 1;
        }
    }

    private static void Run(Options options)
    {
        Classifier classifier = Classifier.Find(options.Model);
        if (options.WantsHelp)
        {
            Console.WriteLine(Options.Help(Classifier.Names));
        }
        else if (options.Images is null)
        {
            Console.WriteLine(classifier.Card);
            ClassifyDrawnDigits(classifier);
        }
        else
        {
            ClassifyTestSet(classifier, options.Images, options.Predictions, options.Logits);
        }
    }

    private static void ClassifyDrawnDigits(Classifier classifier)
    {
        float[] workspace = new float[classifier.WorkspaceLength];
        Span<float> logits = stackalloc float[DigitImages.ClassCount];
        foreach (string drawing in DrawnDigits.All)
        {
            classifier.Run(classifier.ToInputs(DrawnDigits.ToImage(drawing)), logits, workspace);
            Console.WriteLine(DrawnDigits.Beside(drawing, $"is a {Classifier.Largest(logits)}"));
        }
    }

    private static void ClassifyTestSet(Classifier classifier, string folder, string? predictions, string? logits)
    {
        DigitImages images = DigitImages.Read(folder);
        float[] inputs = classifier.ToInputs(images.Pixels);
        Evaluation evaluation = Evaluation.Run(classifier, inputs, images.Labels);
        if (predictions is not null)
        {
            ResultFiles.WritePredictions(predictions, evaluation.Predictions);
        }

        if (logits is not null)
        {
            ResultFiles.WriteLogits(logits, evaluation.Logits);
        }

        double latency = Latency.Measure(classifier, inputs, out int runs);
        Console.WriteLine($"model       {classifier.Name}");
        Console.WriteLine($"images      {images.Labels.Length} from {folder}");
        Console.WriteLine($"error       {100.0 * evaluation.Wrong / images.Labels.Length:F2} % ({evaluation.Wrong} wrong)");
        Console.WriteLine($"latency     {latency:F2} µs per image (20th percentile of {runs} runs of {Latency.RunLength} images)");
        Console.WriteLine($"allocated   {evaluation.AllocatedBytes} bytes during inference");
        Console.WriteLine($"executable  {Executable()}");
    }

    /// <summary>The host that starts .NET says where its assemblies are; a NativeAOT executable has no host.</summary>
    private static string Executable() => AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null
        ? $"{new FileInfo(Environment.ProcessPath!).Length} bytes, no other file needed"
        : "none: running on the .NET runtime; 'dotnet publish' makes one";
}
