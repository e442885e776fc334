extern alias generator;

using System.Runtime.InteropServices;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Runtime;
using Arithmetic = generator::DeepCompression.Aot.Generator.Model.Arithmetic;
using Artifact = generator::DeepCompression.Aot.Format.Artifact;
using ArtifactException = generator::DeepCompression.Aot.Format.ArtifactException;
using ArtifactReader = generator::DeepCompression.Aot.Format.ArtifactReader;
using CodedTensor = generator::DeepCompression.Aot.Format.CodedTensor;
using ConvolutionLayer = generator::DeepCompression.Aot.Generator.Model.ConvolutionLayer;
using IntegerWindowRowsLayout = generator::DeepCompression.Aot.Generator.Model.IntegerWindowRowsLayout;
using KernelPasses = generator::DeepCompression.Aot.Generator.Passes.KernelPasses;
using LaneRowsLayout = generator::DeepCompression.Aot.Generator.Model.LaneRowsLayout;
using NetworkLimits = generator::DeepCompression.Aot.Generator.Passes.NetworkLimits;
using PackedTapsLayout = generator::DeepCompression.Aot.Generator.Model.PackedTapsLayout;
using PackedWeights = generator::DeepCompression.Aot.Generator.Emit.PackedWeights;
using PackedWords = generator::DeepCompression.Aot.Generator.Emit.PackedWords;
using ParsedArtifact = generator::DeepCompression.Aot.Generator.Model.ParsedArtifact;
using Payload = generator::DeepCompression.Aot.Generator.Emit.Payload;
using PayloadPart = generator::DeepCompression.Aot.Generator.Emit.PayloadPart;
using Placements = generator::DeepCompression.Aot.Generator.Placement.Placements;
using RowImage = generator::DeepCompression.Aot.Generator.Placement.RowImage;
using TapImage = generator::DeepCompression.Aot.Generator.Placement.TapImage;
using ValueWindowRowsLayout = generator::DeepCompression.Aot.Generator.Model.ValueWindowRowsLayout;
using WeightLayer = generator::DeepCompression.Aot.Generator.Model.WeightLayer;
using WeightLayout = generator::DeepCompression.Aot.Generator.Model.WeightLayout;
using WeightMemory = generator::DeepCompression.Aot.Generator.Model.WeightMemory;
using WindowRowsLayout = generator::DeepCompression.Aot.Generator.Model.WindowRowsLayout;

namespace DeepCompression.Aot.Fuzzing.Targets;

/// <summary>
/// What the build task embeds: weights that are laid out when a project is built. The kernels read them in memory that ends at a
/// protected page and compute, to the last bit, what they compute from packed weights that the runtime lays out itself.
/// </summary>
internal sealed class PlacedTarget : FuzzTarget
{
    private const int MostElements = 1 << 14;
    private const int MostWords = 1 << 18;

    /// <summary>What the runtime says of the weights of <see cref="ValueWindowRows"/>, whose numbers are shorter.</summary>
    private const double ValueError = 1.0 / (1 << 19);

    private static readonly (WeightMemory Memory, Arithmetic Arithmetic)[] Choices =
    [
        (WeightMemory.ReadOnly, Arithmetic.Float32),
        (WeightMemory.ReadOnlyAvx512, Arithmetic.Float32),
        (WeightMemory.ReadOnlyAvx512, Arithmetic.Int8),
        (WeightMemory.ReadOnlyAvx512, Arithmetic.Int14),
    ];

    private readonly GuardedBuffer<int> _order = new(MostElements);
    private readonly GuardedBuffer<int> _groupEnd = new(MostElements);
    private readonly GuardedBuffer<ushort> _starts = new(MostWords);
    private readonly GuardedBuffer<int> _rowSums = new(4 * MostElements);
    private readonly GuardedBuffer<uint> _words = new(MostWords);
    private readonly GuardedBuffer<float> _input = new(MostElements);
    private readonly SortedSet<string> _layouts = new(StringComparer.Ordinal);

    public override string Name => "placed";

    /// <summary>Layouts are proposed, built and compared one after another: as much as the generator takes for as much.</summary>
    public override Allowance Allowance => new(1 << 16, 4 << 20);

    /// <summary>The layouts that were met so far.</summary>
    public IEnumerable<string> Layouts => _layouts;

    public override bool IsOwnError(Exception exception) => exception is ArtifactException;

    public override long Run(byte[] input)
    {
        Artifact artifact = ArtifactReader.Read(input);
        var digest = new Digest();
        foreach ((WeightMemory memory, Arithmetic arithmetic) in Choices)
        {
            var parsed = new ParsedArtifact(artifact, FileBytes: input.Length) { Memory = memory, Arithmetic = arithmetic };
            if (NetworkLimits.Problem(parsed) is not null)
            {
                continue;
            }

            foreach (WeightLayer layer in KernelPasses.Run("model.dcz", parsed).Layers.OfType<WeightLayer>().Select(layer => layer.Product))
            {
                if (Placements.Kernel(artifact, layer, memory)?.Layout is { } layout && layer.Weight.Tensor is CodedTensor tensor && tensor.Shape.ElementCount <= MostElements)
                {
                    _layouts.Add(layout.Suffix);
                    if (layer is ConvolutionLayer convolution)
                    {
                        RequireSameTaps(convolution, tensor, (PackedTapsLayout)layout);
                    }
                    else
                    {
                        digest.Add(Check(tensor, layout));
                    }
                }
            }
        }

        (WeightMemory place, Arithmetic numbers) = Choices[input.Length % Choices.Length];
        RequirePayload(artifact, place, numbers);
        return digest.Value;
    }

    /// <summary>The layer's outputs, which are the same from constants and from what is laid out at load.</summary>
    private float[] Check(CodedTensor tensor, WeightLayout layout)
    {
        (object placed, object unpacked) = LayOut(tensor, layout);
        Span<float> input = _input.Last(tensor.Shape.RowLength);
        Products.Fill(input);
        float[] outputs = Multiply(placed, input, tensor.Shape.Rows);
        if (!outputs.AsSpan().SequenceEqual(Multiply(unpacked, input, tensor.Shape.Rows)))
        {
            throw new BrokenPromiseException($"{layout.Suffix} in constants compute other numbers than those laid out at load");
        }

        if (layout is not IntegerWindowRowsLayout)
        {
            float[] dense = tensor.ToDense();
            for (int row = 0; row < outputs.Length; row++)
            {
                Products.Require(dense.AsSpan(row * input.Length, input.Length), input, outputs[row], layout is ValueWindowRowsLayout ? ValueError : 0);
            }
        }

        return outputs;
    }

    /// <summary>What a kernel reads of a convolution is the same from constants and from what is laid out at load.</summary>
    private static void RequireSameTaps(ConvolutionLayer layer, CodedTensor tensor, PackedTapsLayout layout)
    {
        var image = TapImage.Of(layer, layout);
        var shape = new ConvolutionShape(
            layer.InputShape[0],
            layer.InputShape[1],
            layer.InputShape[2],
            layer.Channels,
            layer.Window.Height,
            layer.Window.Width,
            layer.Window.StrideY,
            layer.Window.StrideX,
            layer.Pools);
        PackedTaps unpacked = PackedTaps.Unpack(Pack(tensor), [0, .. tensor.Codebook], shape, layout.Vectors, layout.Lanes, layout.BlockChannels);
        PackedTaps placed = PackedTaps.Placed(
            new PlacedTaps(image.Blocks, image.Planes, image.Visits, image.Taps), shape, layout.Vectors, layout.Lanes, layout.BlockChannels);
        if (!MemoryMarshal.Cast<Tap, uint>(unpacked.Taps.Span).SequenceEqual(image.Taps)
            || !MemoryMarshal.Cast<Visit, int>(unpacked.Visits.Span).SequenceEqual(image.Visits)
            || !unpacked.Blocks.Select(Numbers).SequenceEqual(placed.Blocks.Select(Numbers)))
        {
            throw new BrokenPromiseException($"{layout.Suffix} in constants are others than those laid out at load");
        }

        static (int, int, int, int, int, int) Numbers(TapBlock block) =>
            (block.FirstTap, block.FirstVisit, block.VisitCount, block.Planes.Pairs.Length, block.Planes.Whole.Length, block.Planes.Rest.Length);
    }

    private (object Placed, object Unpacked) LayOut(CodedTensor tensor, WeightLayout layout)
    {
        RowImage image = RowImage.Of(tensor, layout);
        var placed = new PlacedRows(
            tensor.Shape.RowLength,
            _order.Copy(image.Order),
            _groupEnd.Copy(image.GroupEnd),
            _starts.Copy(image.Starts),
            _rowSums.Copy(image.RowSums),
            _words.Copy(image.Words),
            bias: []);
        PackedTensor packed = Pack(tensor);
        float[] codebook = [0, .. tensor.Codebook];
        return layout switch
        {
            LaneRowsLayout => (LaneRows.Placed(placed), LaneRows.Unpack(packed, codebook, bias: [], windows: false)),
            WindowRowsLayout windows => (WindowRows.Placed(placed, codebook, windows.Paired), WindowRows.Unpack(packed, codebook, bias: [], windows.Paired)),
            ValueWindowRowsLayout values => (ValueWindowRows.Placed(placed, values.SlotsPerLane), ValueWindowRows.Unpack(packed, codebook, bias: [], values.SlotsPerLane)),
            IntegerWindowRowsLayout { Fine: true } halves => (FineWindowRows.Placed(placed, codebook, halves.Width), FineWindowRows.Unpack(packed, codebook, bias: [], halves.Width)),
            IntegerWindowRowsLayout bytes => (ByteWindowRows.Placed(placed, codebook, bytes.Width), ByteWindowRows.Unpack(packed, codebook, bias: [], bytes.Width)),
            _ => throw new BrokenPromiseException($"{layout.Suffix} are not known as constants"),
        };
    }

    private static PackedTensor Pack(CodedTensor tensor)
    {
        PackedWeights weights = PackedWeights.Of(tensor);
        return new PackedTensor(
            PackedWords.Of(weights.Stream),
            tensor.WeightCount,
            tensor.Shape.Rows,
            tensor.Shape.RowLength,
            tensor.Columns.Runs.AsSpan(),
            weights.Code.Resolution,
            weights.Code.GapLengths.AsSpan(),
            weights.Code.IndexLengths.AsSpan(),
            weights.Marks());
    }

    private static float[] Multiply(object weights, ReadOnlySpan<float> input, int rows)
    {
        var output = new float[rows];
        switch (weights)
        {
            case LaneRows lanes:
                LaneProduct.Apply(lanes, input, output, relu: false);
                break;
            case WindowRows windows:
                WindowProduct.Apply(windows, input, output, relu: false);
                break;
            case ValueWindowRows values:
                WindowProduct.Apply(values, input, output, relu: false);
                break;
            case ByteWindowRows bytes:
                ByteWindowProduct.Apply(bytes, input, ActivationBytes.Of(input), new float[ByteWindowProduct.ScratchLength(input.Length)], output, relu: false);
                break;
            case FineWindowRows halves:
                FineWindowProduct.Apply(halves, input, FineActivations.Of(input), new float[FineWindowProduct.ScratchLength(input.Length)], output, relu: false);
                break;
        }

        return output;
    }

    /// <summary>The resource is as long as the generator expects it to be.</summary>
    private static void RequirePayload(Artifact artifact, WeightMemory memory, Arithmetic arithmetic)
    {
        using var resource = new MemoryStream();
        Payload.Write(resource, artifact, Placements.Of(artifact, memory, arithmetic), checksum: 0);
        foreach (PayloadPart part in Payload.Parts(artifact, Placements.Of(artifact, memory, arithmetic)).Values.SelectMany(parts => parts))
        {
            if (part.Offset > resource.Length || part.Offset % sizeof(ulong) != 0)
            {
                throw new BrokenPromiseException($"numbers are expected at byte {part.Offset} of a resource of {resource.Length}");
            }
        }
    }
}
