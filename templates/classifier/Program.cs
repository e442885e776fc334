using Classifier;

// A drawing to read: the one beside the program, or the one that the command line names.
string file = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "digit.txt");
byte[] pixels = Drawing.Read(file);

// Raw bytes in; what they mean to the network is part of the artifact. Nothing is allocated here.
Span<float> scores = stackalloc float[Digits.OutputLength];
Digits.Run(pixels, scores);

int best = 0;
for (int i = 1; i < scores.Length; i++)
{
    best = scores[i] > scores[best] ? i : best;
}

Console.WriteLine($"{file} is a {Digits.Labels[best]}");
