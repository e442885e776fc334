using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Pruning;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Pruning;

public sealed class SelectionTests
{
    [Fact]
    public void Marks_exactly_the_requested_number_and_never_a_lower_score_than_it_leaves() =>
        Prop.ForAll<sbyte[], sbyte[], byte>((left, right, requested) =>
        {
            // Few distinct scores, so that ties are the rule; negative ones are no candidates.
            var scores = new Dictionary<int, float[]>
            {
                [4] = [.. left.Select(number => number / 16 * 0.5f)],
                [1] = [.. right.Select(number => number / 16 * 0.5f)],
            };
            var marked = scores.ToDictionary(parameter => parameter.Key, parameter => new bool[parameter.Value.Length]);
            Selection.MarkHighest(scores, requested, marked);
            (float Score, bool Marked)[] all = [.. scores.SelectMany(parameter => parameter.Value.Zip(marked[parameter.Key]))];
            float lowestMarked = all.Where(weight => weight.Marked).Select(weight => weight.Score).DefaultIfEmpty(float.MaxValue).Min();
            float highestLeft = all.Where(weight => !weight.Marked).Select(weight => weight.Score).DefaultIfEmpty(-1).Max();
            int candidates = all.Count(weight => weight.Score >= 0);
            return all.Count(weight => weight.Marked) == Math.Min(requested, candidates) && lowestMarked >= Math.Max(0, highestLeft);
        }).Require();

    [Fact]
    public void Marks_what_sorting_by_score_and_then_by_place_puts_first() =>
        Prop.ForAll<float[], byte>((numbers, requested) =>
        {
            // Besides whatever a float can be, numbers that differ in few bits only, and both zeros.
            float[] scores = [.. numbers.Select(MathF.Abs), .. numbers, 0, -0f, 1, 1.0000001f, 1, 0.99999994f, float.Epsilon];
            var marked = new Dictionary<int, bool[]> { [0] = new bool[scores.Length] };
            Selection.MarkHighest(new Dictionary<int, float[]> { [0] = scores }, requested, marked);
            IEnumerable<int> expected = Enumerable.Range(0, scores.Length).Where(i => scores[i] >= 0).OrderByDescending(i => scores[i]).Take(requested).Order();
            return expected.SequenceEqual(Enumerable.Range(0, scores.Length).Where(i => marked[0][i]));
        }).Require();

    [Fact]
    public void Of_equal_scores_the_first_ones_are_marked_and_marks_are_never_taken_away()
    {
        var marked = new Dictionary<int, bool[]> { [0] = [false, false, false, false, true] };
        Selection.MarkHighest(new Dictionary<int, float[]> { [0] = [1, 3, 1, 1, -1] }, 3, marked);
        Assert.Equal([true, true, true, false, true], marked[0]);
    }

    [Fact]
    public void A_negative_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Selection.MarkHighest(new Dictionary<int, float[]>(), -1, new Dictionary<int, bool[]>()));
}
