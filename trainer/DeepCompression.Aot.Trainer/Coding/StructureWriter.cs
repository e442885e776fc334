using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes what operators have to say that move elements or take them together, behind the values that they read.</summary>
internal static class StructureWriter
{
    public static void Write(BitWriter writer, CopyOperator copy)
    {
        writer.WriteNumber(copy.Shape.Rank);
        for (int axis = 0; axis < copy.Shape.Rank; axis++)
        {
            writer.WriteNumber(copy.Shape[axis]);
            writer.WriteSigned(copy.Strides[axis]);
        }

        writer.WriteNumber(copy.Offset);
    }

    public static void Write(BitWriter writer, GatherOperator gather)
    {
        writer.WriteNumber(gather.Axis);
        writer.WriteNumber(gather.Indices.Length);
        WriteSteps(writer, gather.Indices);
    }

    public static void Write(BitWriter writer, ReduceOperator reduce)
    {
        writer.Write((uint)reduce.Function, ReduceOperator.FunctionBits);
        writer.WriteNumber(reduce.Axis);
        writer.WriteNumber(reduce.Axes);
    }

    public static void Write(BitWriter writer, InsetOperator inset)
    {
        foreach (AxisMargin margin in inset.Margins)
        {
            writer.WriteNumber(margin.Before);
            writer.WriteNumber(margin.After);
            writer.WriteNumber(margin.Step - 1);
        }

        writer.WriteFlag(inset.Filling == 0);
        if (inset.Filling != 0)
        {
            writer.WriteSingle(inset.Filling);
        }
    }

    public static void Write(BitWriter writer, InterpolateOperator interpolate)
    {
        writer.WriteNumber(interpolate.Axis);
        writer.WriteNumber(interpolate.Taps);
        writer.WriteNumber(interpolate.Weights.Length);
        foreach (float weight in interpolate.Weights)
        {
            writer.WriteSingle(weight);
        }

        writer.WriteNumber(interpolate.Firsts.Length);
        WriteSteps(writer, interpolate.Firsts);
        foreach (int phase in interpolate.Phases)
        {
            writer.WriteNumber(phase);
        }
    }

    private static void WriteSteps(BitWriter writer, EquatableArray<int> numbers)
    {
        int before = -1;
        foreach (int number in numbers)
        {
            writer.WriteSigned(number - before - 1);
            before = number;
        }
    }
}
