using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Finds a place for every value: the caller's inputs and outputs, or a part of the workspace that no other value needs as long as
/// this one is live. Values are placed largest first, each as low as it fits. The scratch memory of a layer is a value that lives as
/// long as the layer runs. Parts that are computed in place lie within the value that they are parts of.
/// </summary>
internal static class PlanWorkspace
{
    /// <summary>Offsets are multiples of this many floats: a cache line.</summary>
    public const int Alignment = 16;

    public static ModelPlan Run(ModelPlan plan)
    {
        var places = new Place[plan.Values.Length];
        for (int i = 0; i < plan.InputCount; i++)
        {
            places[i] = new Place(Storage.Input, i);
        }

        for (int i = 0; i < plan.Outputs.Length; i++)
        {
            places[plan.Outputs[i]] = new Place(Storage.Output, i);
        }

        foreach (ConstantLayer constant in plan.Layers.OfType<ConstantLayer>())
        {
            places[constant.Output] = new Place(Storage.Constant, 0);
        }

        Layer[] layers = [.. plan.Layers];
        var placed = new List<Interval>();
        int length = 0;
        int[] lastReads = LastReads(plan);
        Lodging[] lodgings = Lodgings(plan, places, lastReads);
        foreach (Interval value in Intervals(plan, places, lastReads, lodgings).OrderByDescending(value => value.Length).ThenBy(value => value.Value))
        {
            int offset = LowestFit(value, placed);
            placed.Add(value with { Offset = offset });
            length = Math.Max(length, checked(offset + value.Length));
            if (value.Value < places.Length)
            {
                places[value.Value] = new Place(Storage.Workspace, offset);
            }
            else
            {
                layers[value.First] = layers[value.First] with { ScratchPosition = offset };
            }
        }

        for (int value = 0; value < places.Length; value++)
        {
            Lodging lodging = lodgings[value];
            places[value] = lodging.Owner == value
                ? places[value]
                : new Place(Storage.Workspace, places[lodging.Owner].Position + lodging.Offset);
        }

        return plan with { Layers = new(layers), Places = new(places), WorkspaceLength = length };
    }

    /// <summary>For each value the last layer that reads it.</summary>
    private static int[] LastReads(ModelPlan plan)
    {
        var lastReads = new int[plan.Values.Length];
        for (int i = 0; i < plan.Layers.Length; i++)
        {
            foreach (int value in plan.Layers[i].Inputs)
            {
                lastReads[value] = i;
            }
        }

        return lastReads;
    }

    /// <summary>
    /// For each value the one whose memory it lies in, most often itself: a part that is computed in place lies within the whole; on a
    /// microcontroller, layers that compute element by element write over what they are the last to read, where elements are as wide.
    /// </summary>
    private static Lodging[] Lodgings(ModelPlan plan, Place[] places, int[] lastReads)
    {
        Lodging[] lodgings = [.. Enumerable.Range(0, places.Length).Select(value => new Lodging(value, 0))];
        for (int i = 0; i < plan.Layers.Length; i++)
        {
            Layer layer = plan.Layers[i];
            if (layer is ConcatLayer { IsInPlace: true } concat)
            {
                int offset = 0;
                foreach (int part in concat.Parts)
                {
                    lodgings[part] = new Lodging(concat.Output, offset);
                    offset += plan.Length(part);
                }
            }
            else if (WritesOver(plan, layer) && places[layer.Output].Storage == Storage.None)
            {
                lodgings[layer.Output] = layer.Inputs
                    .Where(input => places[input].Storage == Storage.None && lastReads[input] == i && plan.StoredLength(input) >= plan.StoredLength(layer.Output))
                    .Select(input => lodgings[input])
                    .Append(lodgings[layer.Output])
                    .First();
            }
        }

        return lodgings;
    }

    private static bool WritesOver(ModelPlan plan, Layer layer) =>
        plan.Source.Platform == TargetPlatform.Freestanding
        && (layer is AddLayer or ReluLayer || (layer is FunctionLayer && layer.OutputForm is OutputForm.Floats or OutputForm.Bytes));

    /// <summary>
    /// Each value without a place that has memory of its own, from the layer that first writes to that to the last that reads it; and
    /// scratch memory, under numbers that no value has.
    /// </summary>
    private static IEnumerable<Interval> Intervals(ModelPlan plan, Place[] places, int[] lastReads, Lodging[] lodgings)
    {
        var firsts = new int[places.Length];
        var lasts = new int[places.Length];
        for (int i = plan.Layers.Length - 1; i >= 0; i--)
        {
            int value = plan.Layers[i].Output;
            int owner = lodgings[value].Owner;
            firsts[owner] = i;
            lasts[owner] = Math.Max(lasts[owner], lastReads[value]);
        }

        for (int i = 0; i < plan.Layers.Length; i++)
        {
            int value = plan.Layers[i].Output;
            if (places[value].Storage == Storage.None && lodgings[value].Owner == value)
            {
                yield return new Interval(value, plan.StoredLength(value), firsts[value], lasts[value], 0);
            }

            if (plan.Layers[i] is { ScratchLength: > 0 and int scratch })
            {
                yield return new Interval(plan.Values.Length + i, scratch, i, i, 0);
            }
        }
    }

    private static int LowestFit(Interval value, List<Interval> placed)
    {
        int offset = 0;
        foreach (Interval other in placed.Where(value.Overlaps).OrderBy(other => other.Offset))
        {
            if (offset + value.Length <= other.Offset)
            {
                break;
            }

            offset = Math.Max(offset, AlignUp(other.Offset + other.Length));
        }

        return offset;
    }

    private static int AlignUp(int offset) => checked(offset + Alignment - 1) / Alignment * Alignment;

    /// <summary>Where a value lies: so far behind the start of its own memory, or another's.</summary>
    private readonly record struct Lodging(int Owner, int Offset);

    private readonly record struct Interval(int Value, int Length, int First, int Last, int Offset)
    {
        /// <summary>Whether both values are live at once; a layer's input and output are.</summary>
        public bool Overlaps(Interval other) => First <= other.Last && other.First <= Last;
    }
}
