namespace DigitsSample;

/// <summary>Runs a network: input (784) → logits (10), in the caller's workspace.</summary>
internal delegate void Inference(ReadOnlySpan<float> input, Span<float> logits, Span<float> workspace);

/// <summary>Turns an image (784) into a network's input (784).</summary>
internal delegate void Normalization(ReadOnlySpan<byte> image, Span<float> input);

/// <summary>A generated class as a value, so that the program can choose one by name.</summary>
internal sealed record Classifier(
    ModelCard Card, int InputLength, int OutputLength, int WorkspaceLength, Action Load, Normalization Normalize, Inference Run)
{
    /// <summary>The models of this program, the default one first.</summary>
    private static readonly Classifier[] All =
    [
        new(
            new ModelCard(
                Digits.ArtifactName,
                Digits.ArtifactBytes,
                Digits.ParameterCount,
                Digits.StoredParameterCount,
                Digits.Layers,
                Digits.Provenance),
            Digits.InputLength,
            Digits.OutputLength,
            Digits.WorkspaceLength,
            Digits.Load,
            Digits.Normalize,
            Digits.Run),
#if !ONE_MODEL
        new(
            new ModelCard(
                DigitsConv.ArtifactName,
                DigitsConv.ArtifactBytes,
                DigitsConv.ParameterCount,
                DigitsConv.StoredParameterCount,
                DigitsConv.Layers,
                DigitsConv.Provenance),
            DigitsConv.InputLength,
            DigitsConv.OutputLength,
            DigitsConv.WorkspaceLength,
            DigitsConv.Load,
            DigitsConv.Normalize,
            DigitsConv.Run),
#endif
    ];

    /// <summary>The artifact's name without its extension.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Card.Artifact);

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static string Names => string.Join(" or ", Array.ConvertAll(All, model => model.Name));

    /// <summary>The model of this name, or the default one.</summary>
    /// <exception cref="SampleException">No model has this name, or the model classifies something else than digits.</exception>
    public static Classifier Find(string? name)
    {
        foreach (Classifier classifier in All)
        {
            if (name is null || classifier.Name == name)
            {
                return classifier.RequireDigits();
            }
        }

        throw new SampleException($"there is no model '{name}'; --model may be {Names}", isUsage: true);
    }

    /// <summary>The program may have been built around any artifact.</summary>
    private Classifier RequireDigits() =>
        (InputLength, OutputLength) == (DigitImages.ImageLength, DigitImages.ClassCount)
            ? this
            : throw new SampleException($"the model has {InputLength} inputs and {OutputLength} outputs, not {DigitImages.ImageLength} and {DigitImages.ClassCount}; build the program around a classifier of digits");

    /// <summary>The network's input for each image: (count, 784) → (count, 784).</summary>
    public float[] ToInputs(ReadOnlySpan<byte> images)
    {
        float[] inputs = new float[images.Length];
        for (int start = 0; start < images.Length; start += InputLength)
        {
            Normalize(images.Slice(start, InputLength), inputs.AsSpan(start, InputLength));
        }

        return inputs;
    }

    /// <summary>The class with the largest logit, the first of equals.</summary>
    public static int Largest(ReadOnlySpan<float> logits)
    {
        int largest = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[largest])
            {
                largest = i;
            }
        }

        return largest;
    }
}
