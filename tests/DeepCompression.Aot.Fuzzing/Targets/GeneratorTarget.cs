extern alias generator;

using DeepCompression.Aot.Fuzzing.Rules;
using Microsoft.CodeAnalysis.Text;
using ArtifactParser = generator::DeepCompression.Aot.Generator.Parsing.ArtifactParser;
using FreestandingEmitter = generator::DeepCompression.Aot.Generator.Emit.FreestandingEmitter;
using ModelClass = generator::DeepCompression.Aot.Generator.Model.ModelClass;
using ModelEmitter = generator::DeepCompression.Aot.Generator.Emit.ModelEmitter;
using ModelFile = generator::DeepCompression.Aot.Generator.Model.ModelFile;
using ModelPlan = generator::DeepCompression.Aot.Generator.Model.ModelPlan;
using ParsedResult = generator::DeepCompression.Aot.Generator.Model.Result<generator::DeepCompression.Aot.Generator.Model.ParsedArtifact>;
using PassList = generator::DeepCompression.Aot.Generator.Passes.PassList;
using TargetPlatform = generator::DeepCompression.Aot.Generator.Model.TargetPlatform;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>Generates the code of a network, in this process: parses, plans and prints. What it cannot take is a diagnostic, never an error.</summary>
internal sealed class GeneratorTarget : FuzzTarget
{
    private static readonly string[] Arithmetics = ["", "float32", "int8", "int14"];
    private static readonly string[] Batches = ["", "", "", "2", "16", "64"];
    private static readonly string[] Memories = ["", "", "streaming", "readonly", "readonly-avx512"];
    private static readonly string[] Platforms = ["", "", "freestanding"];
    private static readonly string[] Threads = ["", "2"];

    public override string Name => "generator";

    /// <summary>
    /// Kernels are proposed by walking the dense weights, several at a time; and code is text, of which an operator takes a page and can take
    /// less than a byte of the file.
    /// </summary>
    public override Allowance Allowance => new(1 << 16, 4 << 20);

    public override bool IsOwnError(Exception exception) => false;

    public override long Run(byte[] input)
    {
        ParsedResult parsed = ArtifactParser.Parse(FileOf(input)).Content;
        var digest = new Digest();
        if (parsed.Problem is { } problem)
        {
            digest.Add(problem.Id + string.Join('\n', problem.Arguments));
            return digest.Value;
        }

        var modelClass = new ModelClass("Fuzzing", default, "Model", "model.dcz") { HintName = "Model" };
        ModelPlan plan = PassList.Run("model.dcz", parsed.Value!, modelClass.Name);
        bool isFreestanding = plan.Source.Platform == TargetPlatform.Freestanding;
        digest.Add(isFreestanding ? FreestandingEmitter.Network(modelClass, plan) : ModelEmitter.Network(modelClass, plan));
        digest.Add(isFreestanding ? FreestandingEmitter.Weights(modelClass, plan) : ModelEmitter.Weights(modelClass, plan));
        return digest.Value;
    }

    /// <summary>The model as the build task hands it over, with options that the input's last byte before the checksum's end picks.</summary>
    private static ModelFile FileOf(byte[] input)
    {
        int draw = input.Length == 0 ? 0 : input[^1] | (input[^(input.Length / 2 + 1)] << 8);
        string text = $"{ArtifactParser.Header}\n{Convert.ToBase64String(input)}\n";
        return new ModelFile("model.dcz", "/project/model.dcz", SourceText.From(text))
        {
            Arithmetic = Pick(Arithmetics),
            Batch = Pick(Batches),
            Memory = Pick(Memories),
            Platform = Pick(Platforms),
            Threads = Pick(Threads),
        };

        string Pick(string[] choices)
        {
            (draw, int choice) = Math.DivRem(draw, choices.Length);
            return choices[choice];
        }
    }
}
