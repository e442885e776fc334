namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Where the taps and vectors of a <see cref="PanelConvolution"/> find their input, and where outputs go. A vector of inputs is at the
/// sum of a tap's place and a vector's.
/// </summary>
internal sealed unsafe class PanelPlaces
{
    private readonly AlignedArray _taps;
    private readonly AlignedArray _inputs;
    private readonly AlignedArray _outputs;

    /// <summary>Finds the places of a layer, in the input itself or where it is packed.</summary>
    public PanelPlaces(in ConvolutionShape shape, in PanelSizes sizes)
    {
        int vectors = sizes.PlaneVectors(shape);
        _taps = new AlignedArray(shape.RowLength);
        for (int tap = 0; tap < shape.RowLength; tap++)
        {
            Taps[tap] = sizes.InPlace ? shape.Place(tap) : tap % sizes.BlockTaps * sizes.TileLength;
        }

        _inputs = new AlignedArray(sizes.InPlace ? vectors : sizes.Vectors);
        _outputs = new AlignedArray(vectors);
        int rowVectors = vectors / shape.OutputHeight;
        for (int vector = 0; vector < vectors; vector++)
        {
            if (sizes.InPlace)
            {
                (int y, int number) = Math.DivRem(vector, rowVectors);
                int x = Math.Min(number * sizes.Lanes, shape.OutputWidth - sizes.Lanes);
                Inputs[vector] = (y * shape.StrideY * shape.Width) + x;
                Outputs[vector] = (y * shape.OutputWidth) + x;
            }
            else
            {
                Outputs[vector] = Math.Min(vector * sizes.Lanes, shape.Positions - sizes.Lanes);
            }
        }

        for (int vector = 0; vector < sizes.Vectors && !sizes.InPlace; vector++)
        {
            Inputs[vector] = vector * sizes.Lanes;
        }
    }

    /// <summary>For each tap the place of what it meets: in the input, or among what is packed for its block.</summary>
    public int* Taps => (int*)_taps.First;

    /// <summary>For each vector of an output plane its place in an input plane; or, packed, for each of a tile its place in that.</summary>
    public int* Inputs => (int*)_inputs.First;

    /// <summary>For each vector its place in the output plane.</summary>
    public int* Outputs => (int*)_outputs.First;
}
