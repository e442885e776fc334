namespace DeepCompression.Aot.Runtime;

/// <summary>How the sums of a group of sixteen rows (<see cref="LaneRows"/>) come about whose activations are all gathered.</summary>
internal unsafe interface ILaneSteps
{
    /// <summary>
    /// Adds up the steps of a group. In a method of its own, which calls none, all vectors stay in registers; constants too, where it does
    /// not know them: it would load those in every step.
    /// </summary>
    /// <param name="words">The words of the steps.</param>
    /// <param name="end">Their end.</param>
    /// <param name="x">The activations.</param>
    /// <param name="sums">Receives a sum for each row.</param>
    /// <param name="numberMask"><see cref="HalfWord.NumberMask"/>.</param>
    /// <param name="scale"><see cref="HalfWord.Scale"/>.</param>
    static abstract void Sum(uint* words, uint* end, float* x, float* sums, int numberMask, float scale);
}
