using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>Layers of the operators that move elements by steps.</summary>
internal static class LowerStructure
{
    public static RearrangeLayer Copy(Artifact artifact, CopyOperator copy, int output) => new(
        output, copy.Input, artifact.ValueShapes[copy.Input], copy.Shape, StridedWalk.Of(copy.Shape.Dimensions, copy.Strides, copy.Offset));

    public static InsetLayer Inset(Artifact artifact, InsetOperator inset, int output)
    {
        (TensorShape input, TensorShape grown) = (artifact.ValueShapes[inset.Input], artifact.ValueShapes[output]);
        var strides = new int[input.Rank];
        int stride = 1;
        int offset = 0;
        for (int axis = input.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride * inset.Margins[axis].Step;
            offset += stride * inset.Margins[axis].Before;
            stride *= grown[axis];
        }

        return new(output, inset.Input, input, grown, StridedWalk.Of(input.Dimensions, strides, offset), inset.Filling);
    }
}
