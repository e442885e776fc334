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
        foreach (Interval value in Intervals(plan, places).OrderByDescending(value => value.Length).ThenBy(value => value.Value))
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

        foreach (ConcatLayer concat in plan.Layers.OfType<ConcatLayer>().Where(concat => concat.IsInPlace))
        {
            int offset = places[concat.Output].Position;
            foreach (int part in concat.Parts)
            {
                places[part] = new Place(Storage.Workspace, offset);
                offset += plan.Length(part);
            }
        }

        return plan with { Layers = new(layers), Places = new(places), WorkspaceLength = length };
    }

    /// <summary>
    /// Each value without a place, from the layer that computes it to the last that reads it, or any of its parts; and scratch memory,
    /// under numbers that no value has.
    /// </summary>
    private static IEnumerable<Interval> Intervals(ModelPlan plan, Place[] places)
    {
        var lastRead = new int[plan.Values.Length];
        for (int i = 0; i < plan.Layers.Length; i++)
        {
            foreach (int value in plan.Layers[i].Inputs)
            {
                lastRead[value] = i;
            }
        }

        var firstWritten = new int[plan.Values.Length];
        var isPart = new bool[plan.Values.Length];
        for (int i = 0; i < plan.Layers.Length; i++)
        {
            firstWritten[plan.Layers[i].Output] = i;
            if (plan.Layers[i] is ConcatLayer { IsInPlace: true } concat)
            {
                firstWritten[concat.Output] = concat.Parts.Min(part => firstWritten[part]);
                lastRead[concat.Output] = concat.Parts.Append(concat.Output).Max(part => lastRead[part]);
                foreach (int part in concat.Parts)
                {
                    isPart[part] = true;
                }
            }
        }

        for (int i = 0; i < plan.Layers.Length; i++)
        {
            int value = plan.Layers[i].Output;
            if (places[value].Storage == Storage.None && !isPart[value])
            {
                yield return new Interval(value, plan.Length(value), firstWritten[value], lastRead[value], 0);
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

    private readonly record struct Interval(int Value, int Length, int First, int Last, int Offset)
    {
        /// <summary>Whether both values are live at once; a layer's input and output are.</summary>
        public bool Overlaps(Interval other) => First <= other.Last && other.First <= Last;
    }
}
